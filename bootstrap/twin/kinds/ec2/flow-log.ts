import { arnOf } from '../../service/arn.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import { ec2Id } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { allowedServices, parsePolicy } from '../../service/policy-document.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** Records the connections of a VPC, a subnet or an interface. */
export const flowLog: Kind = {
  resource: ec2('FlowLog', 'flowlogs'),
  title: 'Flow Log',
  service: 'EC2',
  calls: { create: 'CreateFlowLogs', modify: 'CreateTags', delete: 'DeleteFlowLogs' },
  context: { create: ({ args }) => `creating Flow Log (${targetOf(args)})` },
  arguments: [
    'deliverCrossAccountRole',
    'destinationOptions',
    'eniId',
    'iamRoleArn',
    'logDestination',
    'logDestinationType',
    'logFormat',
    'maxAggregationInterval',
    'region',
    'regionalNatGatewayId',
    'subnetId',
    'tags',
    'trafficType',
    'transitGatewayAttachmentId',
    'transitGatewayId',
    'vpcId',
  ],
  replacing: replacingOf('ec2', 'FlowLog'),
  notLateInitialized: ['logFormat', 'logDestination'],
  references: [
    { argument: 'deliverCrossAccountRole', to: 'Role', value: 'arn' },
    { argument: 'iamRoleArn', to: 'Role', value: 'arn' },
    { argument: 'logDestination', to: 'Group', value: 'arn' },
    { argument: 'subnetId', to: 'Subnet', value: 'name' },
    { argument: 'vpcId', to: 'VPC', value: 'name' },
  ],
  naming: { by: 'aws', id: (from) => ec2Id('fl', from) },
  within: { vpcId: 'VPC', subnetId: 'Subnet' },
  create: (world, { id, args }) =>
    firstRefusal(
      () => targetExists(world, args),
      () => roleCanBeTaken(world, args),
      () => isNew(world, args),
    ) ?? {
      arn: arnOf(world, 'ec2', `vpc-flow-log/${id}`),
      logDestinationType: destinationType(args),
      logFormat: args['logFormat'] ?? format,
      maxAggregationInterval: args['maxAggregationInterval'] ?? 600,
    },
}

// the dollar signs belong to the format
const format = ['version', 'account-id', 'interface-id', 'srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol']
  .concat(['packets', 'bytes', 'start', 'end', 'action', 'log-status'])
  .map((field) => `$\{${field}}`)
  .join(' ')

const targetOf = (args: Attributes): unknown => args['vpcId'] ?? args['subnetId'] ?? args['eniId']

const destinationType = (args: Attributes): unknown => args['logDestinationType'] ?? 'cloud-watch-logs'

const targetExists = (world: World, args: Attributes): Refusal | undefined => {
  const { vpcId, subnetId } = args
  if (vpcId !== undefined && !world.get('VPC', vpcId))
    return refuse('InvalidVpcId.NotFound', `The vpc ID '${vpcId}' does not exist`)
  if (subnetId !== undefined && !world.get('Subnet', subnetId))
    return refuse('InvalidSubnetId.NotFound', `The subnet ID '${subnetId}' does not exist`)
  return targetOf(args) === undefined
    ? refuse('MissingParameter', 'The request must contain the parameter ResourceIds')
    : undefined
}

const roleCanBeTaken = (world: World, args: Attributes): Refusal | undefined => {
  if (destinationType(args) !== 'cloud-watch-logs') return undefined
  const role = world.all('Role').find(({ attributes }) => attributes['arn'] === args['iamRoleArn'])
  const trust = parsePolicy(role?.attributes['assumeRolePolicy'], 'MalformedPolicyDocument')
  if (role && !isRefusal(trust) && allowedServices(trust).includes('vpc-flow-logs.amazonaws.com')) return undefined
  return refuse('InvalidParameter', 'Unable to assume given IAM role', { wants: 'Role' })
}

const isNew = (world: World, args: Attributes): Refusal | undefined => {
  const same = world
    .all('FlowLog')
    .find(
      ({ attributes }) =>
        targetOf(attributes) === targetOf(args) &&
        attributes['logDestination'] === args['logDestination'] &&
        attributes['trafficType'] === args['trafficType'],
    )
  if (!same) return undefined
  return refuse(
    'FlowLogAlreadyExists',
    'Error. There is an existing Flow Log with the same configuration and log destination.',
    { blockers: [same.id] },
  )
}
