import { arnOf } from '../../service/arn.ts'
import type { AwsResource } from '../../service/aws-resource.ts'
import { ec2Id } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { inVpc, vpcOr } from './found.ts'
import { publicInterfaces } from './network-interface.ts'

/** The way from a VPC to the internet. Creating it with a VPC attaches it; deleting it detaches it first. */
export const internetGateway: Kind = {
  resource: ec2('InternetGateway', 'internetgateways'),
  title: 'EC2 Internet Gateway',
  service: 'EC2',
  calls: { create: 'CreateInternetGateway', modify: 'AttachInternetGateway', delete: 'DetachInternetGateway' },
  context: {
    delete: ({ id, args }) =>
      `deleting EC2 Internet Gateway (${id}): detaching EC2 Internet Gateway (${id}) from VPC (${args['vpcId']})`,
  },
  arguments: ['region', 'tags', 'vpcId'],
  replacing: replacingOf('ec2', 'InternetGateway'),
  references: [{ argument: 'vpcId', to: 'VPC', value: 'name' }],
  naming: { by: 'aws', id: (from) => ec2Id('igw', from) },
  create: (world, { id, args }) =>
    firstRefusal(
      () => attachable(world, id, args['vpcId']),
      () => quotaOf(world),
    ) ?? { arn: arnOf(world, 'ec2', `internet-gateway/${id}`), ownerId: world.accountId },
  modify: (world, { id, attributes }, changed) =>
    'vpcId' in changed ? attachable(world, id, attributes['vpcId']) : undefined,
  remove: (world, { attributes }) => {
    const blockers = mappedAddresses(world, attributes['vpcId'])
    if (blockers.length === 0) return undefined
    return refuse(
      'DependencyViolation',
      `Network ${attributes['vpcId']} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      { blockers: blockers.map((gateway) => gateway.id) },
    )
  },
}

const attachable = (world: World, id: string, vpcId: unknown): Refusal | undefined => {
  if (vpcId === undefined) return undefined
  const vpc = vpcOr(world, vpcId)
  if (isRefusal(vpc)) return vpc
  const other = inVpc(world, 'InternetGateway', vpcId).find((gateway) => gateway.id !== id)
  return other && refuse('InvalidParameterValue', `Network ${vpcId} already has an internet gateway attached`)
}

const quotaOf = (world: World): Refusal | undefined =>
  world.all('InternetGateway').length >= world.quotas.internetGatewaysPerRegion
    ? refuse('InternetGatewayLimitExceeded', 'The maximum number of internet gateways has been reached.')
    : undefined

const mappedAddresses = (world: World, vpcId: unknown): AwsResource[] => [
  ...inVpc(world, 'NATGateway', vpcId).filter(({ attributes }) => attributes['connectivityType'] === 'public'),
  ...publicInterfaces(world, vpcId),
]
