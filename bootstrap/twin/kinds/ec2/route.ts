import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { contains, parseCidr } from '../../service/cidr.ts'
import { checksum } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { routeTableOr, vpcIdOf } from './found.ts'

const targets = [
  'carrierGatewayId',
  'coreNetworkArn',
  'egressOnlyGatewayId',
  'gatewayId',
  'localGatewayId',
  'natGatewayId',
  'networkInterfaceId',
  'transitGatewayId',
  'vpcEndpointId',
  'vpcPeeringConnectionId',
] as const

const destinations = ['destinationCidrBlock', 'destinationIpv6CidrBlock', 'destinationPrefixListId'] as const

/** One line of a route table. Its id follows from table and destination, so the provider takes over a route that exists. */
export const route: Kind = {
  resource: ec2('Route', 'routes'),
  title: 'Route',
  service: 'EC2',
  calls: { create: 'CreateRoute', modify: 'ReplaceRoute', delete: 'DeleteRoute' },
  context: {
    create: ({ args }) => `creating ${place(args)}`,
    update: ({ args }) => `updating ${place(args)}`,
    delete: ({ args }) => `deleting ${place(args)}`,
  },
  arguments: [...destinations, ...targets, 'region', 'routeTableId'],
  replacing: replacingOf('ec2', 'Route'),
  references: [
    { argument: 'gatewayId', to: 'InternetGateway', value: 'name' },
    { argument: 'natGatewayId', to: 'NATGateway', value: 'name' },
    { argument: 'routeTableId', to: 'RouteTable', value: 'name' },
    { argument: 'vpcEndpointId', to: 'VPCEndpoint', value: 'name' },
  ],
  naming: {
    by: 'arguments',
    id: (args) => {
      const destination = destinationOf(args)
      const table = args['routeTableId']
      return table && destination ? `r-${table}${checksum(destination)}` : undefined
    },
  },
  within: { routeTableId: 'RouteTable' },
  create: (world, { id, args }) =>
    routeRefusal(world, args) ??
    firstRefusal(
      () => isNew(world, id, args),
      () => quotaOf(world, args),
    ) ?? { origin: 'CreateRoute', state: 'active' },
  modify: (world, { attributes }) => routeRefusal(world, attributes),
  derive: (world, { attributes }) => ({ state: targetExists(world, attributes) ? 'active' : 'blackhole' }),
}

const place = (args: Attributes): string =>
  `Route in Route Table (${args['routeTableId']}) with destination (${destinationOf(args)})`

const destinationOf = (args: Attributes): string | undefined =>
  destinations.map((name) => args[name]).find((value): value is string => typeof value === 'string')

const routeRefusal = (world: World, args: Attributes): Refusal | undefined => {
  const table = routeTableOr(world, args['routeTableId'])
  if (isRefusal(table)) return table
  return firstRefusal(
    () => hasOneTarget(args),
    () => leavesLocalAlone(world, table, args),
    () => gatewayFits(world, table, args['gatewayId']),
    () => natGatewayFits(world, table, args['natGatewayId']),
  )
}

const hasOneTarget = (args: Attributes): Refusal | undefined =>
  targets.filter((name) => args[name] !== undefined && args[name] !== '').length === 1
    ? undefined
    : refuse(
        'InvalidParameterCombination',
        'The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId, transitGatewayId, localGatewayId, carrierGatewayId, vpcEndpointId, coreNetworkArn or instanceId',
      )

const leavesLocalAlone = (world: World, table: AwsResource, args: Attributes): Refusal | undefined => {
  const destination = parseCidr(args['destinationCidrBlock'])
  const local = parseCidr(world.get('VPC', vpcIdOf(table))?.attributes['cidrBlock'])
  if (!destination || !local || !contains(local, destination)) return undefined
  return refuse(
    'InvalidParameterValue',
    `The destination CIDR block ${args['destinationCidrBlock']} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.`,
  )
}

const gatewayFits = (world: World, table: AwsResource, id: unknown): Refusal | undefined => {
  if (id === undefined) return undefined
  const gateway = world.get('InternetGateway', id)
  if (!gateway) return refuse('InvalidGatewayID.NotFound', `The gateway ID '${id}' does not exist`)
  return gateway.attributes['vpcId'] === vpcIdOf(table)
    ? undefined
    : refuse('InvalidParameterValue', `route table ${table.id} and network gateway ${id} belong to different networks`)
}

const natGatewayFits = (world: World, table: AwsResource, id: unknown): Refusal | undefined => {
  if (id === undefined) return undefined
  const gateway = world.get('NATGateway', id)
  if (!gateway) return refuse('InvalidNatGatewayID.NotFound', `The natGateway ID '${id}' does not exist`)
  return gateway.attributes['vpcId'] === vpcIdOf(table)
    ? undefined
    : refuse('InvalidParameterValue', `route table ${table.id} and interface ${id} belong to different networks`)
}

const isNew = (world: World, id: string, args: Attributes): Refusal | undefined =>
  world.get('Route', id)
    ? refuse('RouteAlreadyExists', `The route identified by ${destinationOf(args)} already exists.`)
    : undefined

const quotaOf = (world: World, args: Attributes): Refusal | undefined =>
  world.all('Route').filter(({ attributes }) => attributes['routeTableId'] === args['routeTableId']).length >=
  world.quotas.routesPerTable
    ? refuse('RouteLimitExceeded', 'The maximum number of routes has been reached.')
    : undefined

const targetExists = (world: World, args: Attributes): boolean =>
  (args['gatewayId'] === undefined || world.get('InternetGateway', args['gatewayId']) !== undefined) &&
  (args['natGatewayId'] === undefined || world.get('NATGateway', args['natGatewayId']) !== undefined)
