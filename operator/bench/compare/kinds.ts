import type { KubernetesObject } from '@taskplatform/crds/kubernetes'
import type { Resource } from '../../src/kube/resource.ts'

/** What the three programs reconcile; `go/types.go` says the same. */
export type BenchPlatform = KubernetesObject &
  Readonly<{
    spec: Readonly<{ replicas: number; text: string }>
    status?: Readonly<{
      observedGeneration?: number
      conditions?: readonly Readonly<{ type: string; status: string; lastTransitionTime?: string }>[]
    }>
  }>

const own = { group: 'bench.taskplatform.dev', version: 'v1', namespaced: true }

/** The one custom resource. */
export const benchPlatforms: Resource = { ...own, kind: 'BenchPlatform', plural: 'benchplatforms' }

/** The five kinds of children; the last is a custom resource in the manner of a ServiceMonitor. */
export const childKinds = {
  configMap: { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true },
  service: { group: '', version: 'v1', kind: 'Service', plural: 'services', namespaced: true },
  deployment: { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments', namespaced: true },
  networkPolicy: {
    group: 'networking.k8s.io',
    version: 'v1',
    kind: 'NetworkPolicy',
    plural: 'networkpolicies',
    namespaced: true,
  },
  monitor: { ...own, kind: 'BenchMonitor', plural: 'benchmonitors' },
} as const satisfies Readonly<Record<string, Resource>>

/** The label by which children are found, and the finalizer of a claimed platform. */
export const platformLabel = 'bench.taskplatform.dev/platform'
export const finalizer = 'bench.taskplatform.dev/finalizer'

/** Whether a platform is Ready for the spec that it has now. */
export const isReady = ({ metadata, status }: BenchPlatform): boolean =>
  status?.observedGeneration === metadata.generation &&
  status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true
