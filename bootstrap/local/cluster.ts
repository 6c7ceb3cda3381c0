import { type Connection, connect } from '@taskplatform/operator/kube/connect'
import { realClock } from '@taskplatform/operator/runtime/clock'

/** Connects to the API server of a stack with one of its kubeconfigs. Close it when done. */
export const connectTo = (kubeconfigPath: string): Connection =>
  connect({ kubeconfigPath }, { clock: realClock, userAgent: 'taskplatform-local' })
