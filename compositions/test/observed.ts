import { assumedAccount } from '../src/assumed/identifiers.ts'
import type { ManagedResource } from '../src/managed-resource.ts'

export { made as ready, madeBy } from '../src/assumed/made.ts'
export { settle as settled } from '../src/assumed/settle.ts'

/** Account that owns everything in tests. */
export const account = assumedAccount

/** The resource with one condition in another state. */
export const withCondition = (
  resource: ManagedResource,
  type: string,
  status: 'True' | 'False',
  { reason = 'ReconcileError', message = '' } = {},
): ManagedResource => ({
  ...resource,
  status: {
    ...resource.status,
    conditions: [
      ...(resource.status?.conditions ?? []).filter((one) => one.type !== type),
      { ...condition(type, status, reason), message },
    ],
  },
})

const condition = (type: string, status: 'True' | 'False', reason: string) => ({
  type,
  status,
  reason,
  message: '',
  lastTransitionTime: '2026-11-24T00:00:00Z',
})
