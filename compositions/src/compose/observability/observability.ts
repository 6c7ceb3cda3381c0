import type { PlatformObservabilityStatus } from '@taskplatform/crds/layers/observability'
import { type Composition, compositionOf } from '../../composition.ts'
import type { Observed } from '../../observed.ts'
import { compositeAlarm } from './composite-alarm.ts'
import { dashboard } from './dashboard.ts'
import { key } from './key.ts'
import { logGroups, withheldLogGroups } from './log-groups.ts'
import { metricAlarms } from './metric-alarms.ts'
import { observabilityPlan } from './observability-plan.ts'
import { observabilityStatus } from './observability-status.ts'
import { topics, withheldTopics } from './topics.ts'

/** Composes a PlatformObservability. Throws a `MalformedCompositeError` that names each bad field. */
export const composeObservability = (
  composite: unknown,
  observed: Observed,
): Composition<PlatformObservabilityStatus> => {
  const plan = observabilityPlan(composite, observed)
  return compositionOf(plan.layer, observed, {
    desired: [
      key(plan),
      ...topics(plan),
      ...logGroups(plan),
      ...metricAlarms(plan),
      ...compositeAlarm(plan),
      dashboard(plan),
    ],
    withheld: [...withheldTopics(plan), ...withheldLogGroups(plan)],
    status: observabilityStatus(plan),
  })
}
