import type { Condition } from '@taskplatform/crds/kubernetes'
import type { TaskPlatformStatus } from '@taskplatform/crds/taskplatform'
import { placeOf } from './composite.ts'
import { leftoverEvents } from './deletion/leftover-events.ts'
import { driftEvents } from './drift-events.ts'
import type { Facts } from './facts.ts'
import type { Step } from './plan.ts'
import { upgradeEvents } from './upgrade/events.ts'
import { heldText } from './workload-cluster.ts'

/** One happening worth telling, about the TaskPlatform. */
export type PlatformEvent = Readonly<{ type: 'Normal' | 'Warning'; reason: string; action: string; note: string }>

/** What happened in a reconcile: the steps that changed something, then every condition that changed its mind. */
export const eventsOf = (facts: Facts, status: TaskPlatformStatus): readonly PlatformEvent[] => [
  ...facts.outcome.done.flatMap(eventOfStep),
  ...driftEvents([...(facts.outcome.drift ?? []), ...(facts.drift ?? [])]),
  ...(status.conditions ?? []).flatMap((condition) =>
    eventOfCondition(condition, facts.stored.status?.conditions ?? []),
  ),
  ...leftoverEvents(facts.stored.status?.deletionPlan, status.deletionPlan),
  ...upgradeEvents(facts.stored.status?.upgrades ?? [], status.upgrades ?? []),
]

function eventOfStep(step: Step): readonly PlatformEvent[] {
  switch (step.do) {
    case 'apply': {
      const [reason, verb] = step.exists ? ['Updated', 'updated'] : ['Created', 'created']
      const fields = step.exists ? ` (${step.changes.join(', ')})` : ''
      return [normal(reason, 'Apply', `${verb} ${placeOf(step.composite)}${fields}`)]
    }
    case 'remove':
      return [normal('Deleting', 'Delete', `deleting ${placeOf(step.composite)}`)]
    case 'release':
      return [normal('Deleted', 'Release', 'everything that belonged to this platform is gone')]
    case 'letGo':
      return step.releases.map(({ held, how }) =>
        how === 'Retain'
          ? normal('Retaining', 'Drain', `${heldText(held)} outlives its claim`)
          : normal('Draining', 'Drain', `asking the EKS cluster to let go of ${heldText(held)}`),
      )
    case 'claim':
    case 'wait':
      return []
  }
}

function eventOfCondition(condition: Condition, before: readonly Condition[]): readonly PlatformEvent[] {
  const previous = before.find(({ type }) => type === condition.type)
  const { type, status, reason, message } = condition
  if (previous?.status === status && previous.reason === reason) return []
  if (warns(condition))
    return [{ type: 'Warning', reason: `${subjectOf(type)}${reason}`, action: 'Reconcile', note: message }]
  if (type.endsWith('Ready') && status === 'True' && reason === 'Available') {
    return [normal(type, 'Reconcile', `${type === 'Ready' ? 'the platform' : subjectOf(type)} is available`)]
  }
  if (type === 'Paused' && (status === 'True' || previous))
    return [status === 'True' ? normal('Paused', 'Pause', message) : normal('Resumed', 'Pause', 'work goes on')]
  return []
}

const warns = ({ type, status, reason }: Condition): boolean =>
  (type === 'Stalled' && status === 'True') ||
  (type === 'Compliant' && status !== 'True') ||
  (type !== 'Ready' && type.endsWith('Ready') && reason === 'Failed')

function subjectOf(type: string): string {
  if (type === 'Stalled') return ''
  return type === 'Compliant' ? 'Compliance' : type.replace(/Ready$/, '')
}

const normal = (reason: string, action: string, note: string): PlatformEvent => ({
  type: 'Normal',
  reason,
  action,
  note,
})
