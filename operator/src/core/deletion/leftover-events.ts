import type { DeletionPlan } from '@taskplatform/crds/deletion-plan'
import type { PlatformEvent } from '../events.ts'

/** Warns once, when a deletion begins to do without the EKS cluster, of what may be left in AWS. */
export function leftoverEvents(
  before: DeletionPlan | undefined,
  after: DeletionPlan | undefined,
): readonly PlatformEvent[] {
  const { leftovers = [] } = after ?? {}
  if (leftovers.length === 0 || before?.leftovers) return []
  const named = leftovers.map(({ object }) => object).join(', ')
  const [{ message } = { message: '' }] = leftovers.slice(-1)
  return [{ type: 'Warning', reason: 'LeftBehind', action: 'Drain', note: `${named}: ${message}` }]
}
