import { postgresLogs } from '@taskplatform/crds/layers/database'
import type { Desired } from '../../managed.ts'
import { storeLogGroup } from '../data/log-group.ts'
import { areReady } from '../gate.ts'
import { askedInstance, type DatabasePlan, keys } from './plan.ts'

/** The log groups of what is exported, and of what was exported once. */
export const logGroups = (database: DatabasePlan): Desired[] =>
  postgresLogs.flatMap((log) =>
    storeLogGroup(database, {
      key: keys.logGroup(log),
      logGroup: logGroupOf(database.identifier, log),
      retentionInDays: database.spec.logRetentionDays,
      wanted: database.spec.logExports.includes(log),
    }),
  )

/** Names of all log groups that the instance can ever write to. */
export const allLogGroups = (identifier: string): [string, ...string[]] => {
  const [first, ...rest] = postgresLogs
  return [logGroupOf(identifier, first), ...rest.map((log) => logGroupOf(identifier, log))]
}

/** Logs that the instance may export now: those whose log group is there. */
export const exportedLogs = ({ spec, observed }: DatabasePlan): string[] => {
  const already = askedInstance(observed).enabledCloudwatchLogsExports ?? []
  return spec.logExports.filter(
    (log) => already.includes(log) || areReady(observed, [{ kind: 'cloudwatchlogs/Group', key: keys.logGroup(log) }]),
  )
}

/** RDS writes to this name and to no other. Source: RDS guide, "Publishing PostgreSQL logs to Amazon CloudWatch Logs". */
const logGroupOf = (identifier: string, log: string): string => `/aws/rds/instance/${identifier}/${log}`
