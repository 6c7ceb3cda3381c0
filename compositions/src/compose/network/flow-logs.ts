import { type Desired, managed, refTo } from '../../managed.ts'
import { awsName, logGroupName } from '../../names.ts'
import { deletionWindowInDays } from '../kept.ts'
import { forLogGroups, kmsKey } from '../key.ts'
import { deliveryPolicy, type FlowLogPlace, trustPolicy } from './flow-log-policies.ts'
import { keys, type NetworkPlan, networkAccount } from './network-plan.ts'

/**
 * Flow logs of the VPC into a log group encrypted with a key of its own. Turning them off stops the logging; what has been
 * logged stays for the days it was promised, and goes with the network.
 */
export const flowLogs = (network: NetworkPlan): Desired[] => {
  const { spec, observed } = network
  const account = networkAccount(network)
  if (!account) return []
  const enabled = spec.flowLogs.enabled
  const place = placeOf(network, account)
  return [
    ...(enabled || observed[keys.flowLogKey] ? [key(network, place)] : []),
    ...(enabled || observed[keys.flowLogGroup] ? [group(network, place)] : []),
    // while the flow log is being deleted, AWS still delivers as this role
    ...(enabled || observed[keys.flowLog] ? role(network, place) : []),
    ...(enabled ? [flowLog(network)] : []),
  ]
}

/** Flow logs wait for the account: policies name it, and if nobody gave it, only AWS knows it. */
export const withheldFlowLogs = (network: NetworkPlan): string[] =>
  network.spec.flowLogs.enabled && !networkAccount(network) ? ['the account that owns the VPC, to log its traffic'] : []

const placeOf = ({ layer }: NetworkPlan, account: string): FlowLogPlace => ({
  region: layer.region,
  account,
  logGroup: logGroupName(layer.owner, 'flow-logs'),
})

const key = ({ layer, spec }: NetworkPlan, { account, logGroup }: FlowLogPlace): Desired =>
  kmsKey(layer, keys.flowLogKey, {
    description: 'Flow logs',
    account,
    uses: [forLogGroups(logGroup)],
    deletionWindowInDays: deletionWindowInDays(spec.dataPolicy),
  })

const group = ({ layer, spec }: NetworkPlan, { logGroup }: FlowLogPlace): Desired =>
  managed(
    layer,
    'cloudwatchlogs/Group',
    keys.flowLogGroup,
    { retentionInDays: spec.flowLogs.retentionDays, kmsKeyIdRef: refTo(layer, keys.flowLogKey) },
    { externalName: logGroup },
  )

const role = ({ layer }: NetworkPlan, place: FlowLogPlace): Desired[] => [
  managed(
    layer,
    'iam/Role',
    keys.flowLogRole,
    {
      description: `Delivers flow logs of ${layer.owner.namespace}/${layer.owner.name}`,
      assumeRolePolicy: trustPolicy(place),
    },
    { externalName: awsName(layer.owner, `${layer.region}.flow-logs`, { max: 64 }) },
  ),
  managed(
    layer,
    'iam/RolePolicy',
    keys.flowLogRolePolicy,
    { roleRef: refTo(layer, keys.flowLogRole), policy: deliveryPolicy(place) },
    { externalName: 'deliver-flow-logs' },
  ),
]

const flowLog = ({ layer }: NetworkPlan): Desired =>
  managed(layer, 'ec2/FlowLog', keys.flowLog, {
    vpcIdRef: refTo(layer, keys.vpc),
    trafficType: 'ALL',
    maxAggregationInterval: 600,
    logDestinationType: 'cloud-watch-logs',
    logDestinationRef: refTo(layer, keys.flowLogGroup),
    iamRoleArnRef: refTo(layer, keys.flowLogRole),
  })
