import type { ManagedResource } from '../managed-resource.ts'
import type { Readiness } from './readiness.ts'

/** An endpoint is Ready as soon as it exists; traffic flows when AWS calls it available. */
export const vpcEndpoint = ({ status }: ManagedResource): Readiness => {
  const state = String(status?.atProvider?.['state'] ?? 'available').toLowerCase()
  if (state === 'available') return { state: 'ready' }
  if (dead.includes(state)) return { state: 'failed', why: `AWS reports the state ${state}` }
  return { state: 'waiting' }
}

// State of VpcEndpoint in the EC2 API
const dead = ['rejected', 'failed', 'expired', 'deleted']
