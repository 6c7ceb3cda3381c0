import { partitionOf } from '../../aws-facts.ts'
import { type Desired, managed, refTo } from '../../managed.ts'
import { awsName } from '../../names.ts'
import { observation } from '../../observed.ts'
import { areReady, mayBeMade } from '../gate.ts'
import { policyDocument } from '../policy-document.ts'
import { askedInstance, type DatabasePlan, keys } from './plan.ts'

/** The role as which RDS delivers measurements of the operating system; it stays until RDS has stopped delivering. */
export const monitoringRole = (database: DatabasePlan): Desired[] => {
  const { account } = database
  if (!account || !(isWanted(database) || isStillUsed(database))) return []
  return [role(database, account), ...rolePolicy(database)]
}

const role = (database: DatabasePlan, account: string): Desired => {
  const { layer } = database
  return managed(
    layer,
    'iam/Role',
    keys.monitoringRole,
    {
      description: `Delivers enhanced monitoring of ${layer.owner.namespace}/${layer.owner.name}`,
      assumeRolePolicy: trustPolicy(database, account),
    },
    { externalName: awsName(layer.owner, `${layer.region}.monitoring`, { max: 64 }) },
  )
}

/** The name of the role is known before the role exists, so that the reference alone would not wait for it. */
const rolePolicy = ({ layer, observed }: DatabasePlan): Desired[] =>
  mayBeMade(observed, keys.monitoringRolePolicy, [{ kind: 'iam/Role', key: keys.monitoringRole }])
    ? [
        managed(layer, 'iam/RolePolicyAttachment', keys.monitoringRolePolicy, {
          roleRef: refTo(layer, keys.monitoringRole),
          policyArn: `arn:${partitionOf(layer.region)}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`,
        }),
      ]
    : []

/** What the instance waits for before it is monitored. */
export const monitoringAwaits = (database: DatabasePlan) =>
  isWanted(database)
    ? ([
        { kind: 'iam/Role', key: keys.monitoringRole },
        { kind: 'iam/RolePolicyAttachment', key: keys.monitoringRolePolicy },
      ] as const)
    : []

/** Monitoring as the instance is asked for it now: not before the role is there. */
export const monitoringOf = (database: DatabasePlan) => {
  const { layer, spec, observed } = database
  const already = (askedInstance(observed).monitoringInterval ?? 0) > 0
  const may = isWanted(database) && (already || areReady(observed, monitoringAwaits(database)))
  return may
    ? {
        monitoringInterval: spec.enhancedMonitoringSeconds,
        monitoringRoleArnRef: refTo(layer, keys.monitoringRole),
      }
    : { monitoringInterval: 0 }
}

const isWanted = ({ spec }: DatabasePlan): boolean => spec.enhancedMonitoringSeconds > 0

const isStillUsed = ({ observed }: DatabasePlan): boolean =>
  observed[keys.monitoringRole] !== undefined &&
  observed[keys.instance] !== undefined &&
  observation(observed, 'rds/Instance', keys.instance).monitoringInterval !== 0

/** Only this instance may take the role. Source: RDS guide, "Setting up Enhanced Monitoring", confused deputy. */
const trustPolicy = ({ layer, identifier }: DatabasePlan, account: string): string =>
  policyDocument([
    {
      Effect: 'Allow',
      Principal: { Service: 'monitoring.rds.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: {
          'aws:SourceAccount': account,
          'aws:SourceArn': `arn:${partitionOf(layer.region)}:rds:${layer.region}:${account}:db:${identifier}`,
        },
      },
    },
  ])
