import type { ReasonOf } from '@taskplatform/crds/conditions'
import type { Condition } from '@taskplatform/crds/kubernetes'
import { NameTakenError, TerminalError } from '../errors.ts'
import { holdOf } from './compliance.ts'
import { placeOf } from './composite.ts'
import type { Statement } from './conditions.ts'
import type { Facts } from './facts.ts'
import type { Issue } from './issue.ts'
import type { Layer } from './layers.ts'
import { layerTimes } from './times.ts'

/** Says what only a person can heal: a spec that cannot be met, a protected deletion, a layer far behind its time. */
export function stalledStatement(facts: Facts, layerStatements: readonly Statement[]): Statement | undefined {
  const { platform, outcome } = facts
  if (platform.phase === 'Invalid') return stalled('Invalid', platform.issues.map(issueText).join('; '))
  const hold = platform.phase === 'Live' ? holdOf(facts.compliance, facts.observed) : undefined
  if (hold) return stalled('NonCompliant', hold)
  if (platform.phase === 'Deleting' && platform.deletionProtection) {
    return stalled('DeletionBlocked', 'deletion protection is on: set spec.deletionProtection to false to go on')
  }
  if (outcome.failed?.error instanceof NameTakenError) return stalled('NameTaken', outcome.failed.error.message)
  if (outcome.failed?.error instanceof TerminalError) return stalled('Refused', outcome.failed.error.message)
  return overdue(facts, layerStatements)
}

/** When the next layer would count as stalled if nothing changed until then, in milliseconds since the epoch. */
export function nextDeadline(facts: Facts): number | undefined {
  const deadlines = facts.layers
    .map((layer) => deadlineOf(layer, facts))
    .filter((deadline): deadline is number => deadline !== undefined && deadline > facts.now.getTime())
  return deadlines.length > 0 ? Math.min(...deadlines) : undefined
}

function overdue(facts: Facts, statements: readonly Statement[]): Statement | undefined {
  for (const layer of facts.layers) {
    const statement = statements.find(({ type }) => type === `${layer.name}Ready`)
    if (!statement || statement.status === 'True' || statement.reason === 'Waiting') continue
    const deadline = deadlineOf(layer, facts)
    if (deadline === undefined || deadline > facts.now.getTime()) continue
    const composite = facts.observed.composites.get(layer.name)
    const look = composite ? `: see kubectl describe ${layer.resource.plural} ${composite.metadata.name}` : ''
    const what = composite ? placeOf(composite) : layer.name
    return stalled(
      'DeadlineExceeded',
      `${what} takes longer than ${layerTimes[layer.name].stalled} minutes (${statement.message})${look}`,
    )
  }
  return undefined
}

/**
 * The clock of a layer starts when it could first make headway: when it was last ready, was made, was told to go, or was
 * resumed, whichever came last. It does not run while the layer waits for another, up or down.
 */
function deadlineOf(layer: Layer, { stored, platform, observed }: Facts): number | undefined {
  const conditions = stored.status?.conditions ?? []
  const condition = conditionIn(conditions, `${layer.name}Ready`)
  const paused = conditionIn(conditions, 'Paused')
  if (condition?.status !== 'False' || condition.reason === 'Waiting' || paused?.status === 'True') return undefined

  const { creationTimestamp, deletionTimestamp } = observed.composites.get(layer.name)?.metadata ?? {}
  if (platform.phase === 'Deleting' && !deletionTimestamp && condition.reason !== 'Retiring') return undefined
  const starts = [
    creationTimestamp,
    deletionTimestamp ?? stored.metadata.deletionTimestamp,
    condition.lastTransitionTime,
    paused?.lastTransitionTime,
  ]
  const since = Math.max(...starts.map((time) => Date.parse(time ?? '') || 0))
  return since + layerTimes[layer.name].stalled * 60_000
}

const conditionIn = (conditions: readonly Condition[], type: string): Condition | undefined =>
  conditions.find((condition) => condition.type === type)

const stalled = (reason: ReasonOf<'Stalled'>, message: string): Statement => ({
  type: 'Stalled',
  status: 'True',
  reason,
  message,
})

const issueText = ({ path, message }: Issue): string => `${path}: ${message}`
