import type { ReasonOf } from '@taskplatform/crds/conditions'
import type { Statement } from '../conditions.ts'
import type { Facts } from '../facts.ts'
import type { Deletion } from './deletion.ts'
import { refusedByAws } from './refused.ts'

/** What the condition Deleting says: the phase, and what is left in it. `layers` is what was said of each layer. */
export function deletingStatement(facts: Facts, layers: readonly Statement[]): readonly Statement[] {
  const { platform, deletion, observed } = facts
  if (platform.phase !== 'Deleting') return []
  const refused = deletion && refusedByAws(deletion, observed)
  if (refused) return [says('False', 'Blocked', refused)]
  const early = deletion ? beforeRemoving(deletion, layers) : undefined
  if (early) return [early]
  if (platform.deletionProtection) return [says('False', 'Blocked', 'deletion protection is on')]
  const standing = [...observed.composites.values()]
  const isWaiting = standing.length > 0 && standing.every(({ metadata }) => metadata.deletionTimestamp)
  return [says('True', isWaiting ? 'Waiting' : 'RemovingLayers', leftIn(layers))]
}

function beforeRemoving({ stage, blockers, drain }: Deletion, layers: readonly Statement[]): Statement | undefined {
  switch (stage) {
    case 'Blocked':
      return says('False', 'Blocked', blockers.map(({ object, message }) => `${object} ${message}`).join('; '))
    case 'Checking':
      return says('True', 'Checking', leftIn(layers))
    case 'Draining':
      return says('True', 'Draining', 'message' in drain ? drain.message : '')
    case 'Removing':
      return undefined
  }
}

const leftIn = (layers: readonly Statement[]): string =>
  layers
    .filter(({ reason }) => reason !== 'Deleted')
    .map(({ message }) => message)
    .join('; ')

const says = (status: 'True' | 'False', reason: ReasonOf<'Deleting'>, message: string): Statement => ({
  type: 'Deleting',
  status,
  reason,
  message,
})
