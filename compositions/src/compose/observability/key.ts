import type { Desired } from '../../managed.ts'
import { asked } from '../../observed.ts'
import { readinessOf } from '../../readiness/readiness.ts'
import { forLogGroups, forService, kmsKey, throughServices } from '../key.ts'
import { logGroupNameOf } from './observability-names.ts'
import { keys, type ObservabilityPlan } from './observability-plan.ts'

/**
 * The key of topics and log groups. Alarms and RDS publish with it by themselves, pods with what their identity may do; CloudWatch
 * Logs uses it for our log groups.
 */
export const key = (plan: ObservabilityPlan): Desired =>
  kmsKey(plan.layer, keys.key, {
    description: 'Topics and logs',
    account: plan.account,
    uses: [
      forService('cloudwatch.amazonaws.com'),
      forService('events.rds.amazonaws.com'),
      throughServices('sns'),
      forLogGroups(logGroupNameOf(plan, 'api'), logGroupNameOf(plan, 'web'), logGroupNameOf(plan, 'system')),
    ],
  })

/** Whether the policy of the key is in place: AWS makes no encrypted log group before. */
export const keyIsUsable = ({ observed }: ObservabilityPlan): boolean =>
  asked(observed, 'kms/Key', keys.key).policy !== undefined &&
  readinessOf('kms/Key', observed[keys.key]).state === 'ready'
