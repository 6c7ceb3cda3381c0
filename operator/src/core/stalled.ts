import type { Condition } from '@taskplatform/crds/kubernetes'
import { TerminalError } from '../errors.ts'
import { placeOf } from './composite.ts'
import type { Statement } from './conditions.ts'
import type { Facts } from './facts.ts'
import type { Layer } from './layers.ts'
import type { Observed } from './observed.ts'
import type { Issue } from './platform.ts'
import { layerTimes } from './times.ts'

/** Says what only a person can heal: a spec that cannot be met, a protected deletion, a layer far behind its time. */
export function stalledStatement(facts: Facts, layerStatements: readonly Statement[]): Statement | undefined {
  const { platform, outcome } = facts
  if (platform.phase === 'Invalid') return stalled('Invalid', platform.issues.map(issueText).join('; '))
  if (platform.phase === 'Deleting' && platform.deletionProtection) {
    return stalled('DeletionBlocked', 'deletion protection is on: set spec.deletionProtection to false to go on')
  }
  if (outcome.failed?.error instanceof TerminalError) return stalled('Refused', outcome.failed.error.message)
  return overdue(facts, layerStatements)
}

/** When the next layer would count as stalled if nothing changed until then, in milliseconds since the epoch. */
export function nextDeadline({ layers, stored, observed, now }: Facts): number | undefined {
  const deadlines = layers
    .map((layer) => deadlineOf(layer, stored.status?.conditions ?? [], observed))
    .filter((deadline): deadline is number => deadline !== undefined && deadline > now.getTime())
  return deadlines.length > 0 ? Math.min(...deadlines) : undefined
}

function overdue({ layers, stored, observed, now }: Facts, statements: readonly Statement[]): Statement | undefined {
  for (const layer of layers) {
    const statement = statements.find(({ type }) => type === `${layer.name}Ready`)
    if (!statement || statement.status === 'True' || statement.reason === 'Waiting') continue
    const deadline = deadlineOf(layer, stored.status?.conditions ?? [], observed)
    if (deadline === undefined || deadline > now.getTime()) continue
    const composite = observed.composites.get(layer.name)
    const look = composite ? `: see kubectl describe ${layer.resource.plural} ${composite.metadata.name}` : ''
    const what = composite ? placeOf(composite) : layer.name
    return stalled(
      'DeadlineExceeded',
      `${what} takes longer than ${layerTimes[layer.name].stalled} minutes (${statement.message})${look}`,
    )
  }
  return undefined
}

// The clock of a layer starts when its composite exists, not while it waits for its inputs.
function deadlineOf(layer: Layer, conditions: readonly Condition[], observed: Observed): number | undefined {
  const condition = conditions.find(({ type }) => type === `${layer.name}Ready`)
  if (condition?.status !== 'False' || condition.reason === 'Waiting') return undefined
  const created = Date.parse(observed.composites.get(layer.name)?.metadata.creationTimestamp ?? '') || 0
  const since = Math.max(created, Date.parse(condition.lastTransitionTime))
  return since + layerTimes[layer.name].stalled * 60_000
}

const stalled = (reason: string, message: string): Statement => ({ type: 'Stalled', status: 'True', reason, message })

const issueText = ({ path, message }: Issue): string => `${path}: ${message}`
