import { type LogGroupName, logGroupNames } from '@taskplatform/crds/layers/observability'
import { type Desired, managed, refTo } from '../../managed.ts'
import { keyIsUsable } from './key.ts'
import { logGroupNameOf } from './observability-names.ts'
import { keys, type ObservabilityPlan } from './observability-plan.ts'

/** The log groups that the log collector in the cluster writes to. They are there before it is, or it would make its own. */
export const logGroups = (plan: ObservabilityPlan): Desired[] =>
  logGroupNames.filter((name) => mayBeMade(plan, name)).map((name) => logGroup(plan, name))

/** What the log groups wait for. */
export const withheldLogGroups = (plan: ObservabilityPlan): string[] =>
  logGroupNames.every((name) => mayBeMade(plan, name)) ? [] : ['the policy of the key, to make the log groups']

const mayBeMade = (plan: ObservabilityPlan, name: LogGroupName): boolean =>
  plan.observed[keys.logGroup(name)] !== undefined || !plan.spec.customKey || keyIsUsable(plan)

const logGroup = (plan: ObservabilityPlan, name: LogGroupName): Desired => {
  const { layer, spec } = plan
  const encryption = spec.customKey ? { kmsKeyIdRef: refTo(layer, keys.key) } : {}
  return managed(
    layer,
    'cloudwatchlogs/Group',
    keys.logGroup(name),
    { retentionInDays: spec.logRetentionDays, ...encryption },
    { externalName: logGroupNameOf(plan, name) },
  )
}
