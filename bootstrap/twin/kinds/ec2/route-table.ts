import { arnOf } from '../../service/arn.ts'
import { ec2Id } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { isRefusal, refuse } from '../../service/refusal.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { inVpc, vpcOr } from './found.ts'

/**
 * Where packets of the associated subnets go. Deletion is not refused for its associations: the provider takes those off first.
 */
export const routeTable: Kind = {
  resource: ec2('RouteTable', 'routetables'),
  title: 'EC2 Route Table',
  service: 'EC2',
  calls: { create: 'CreateRouteTable', modify: 'CreateTags', delete: 'DeleteRouteTable' },
  context: {
    create: () => 'creating Route Table',
    update: ({ id }) => `updating Route Table (${id})`,
    delete: ({ id }) => `deleting Route Table (${id})`,
  },
  arguments: ['region', 'tags', 'vpcId'],
  replacing: replacingOf('ec2', 'RouteTable'),
  references: [{ argument: 'vpcId', to: 'VPC', value: 'name' }],
  naming: { by: 'aws', id: (from) => ec2Id('rtb', from) },
  create: (world, { id, args }) => {
    const vpc = vpcOr(world, args['vpcId'])
    if (isRefusal(vpc)) return vpc
    if (inVpc(world, 'RouteTable', vpc.id).length >= world.quotas.routeTablesPerVpc)
      return refuse('RouteTableLimitExceeded', 'The maximum number of route tables has been reached.')
    return { arn: arnOf(world, 'ec2', `route-table/${id}`), ownerId: world.accountId, propagatingVgws: [] }
  },
  derive: (world, { id }) => ({
    route: world
      .all('Route')
      .filter(({ attributes }) => attributes['routeTableId'] === id)
      .map(({ attributes }) => ({
        cidrBlock: attributes['destinationCidrBlock'],
        gatewayId: attributes['gatewayId'],
        natGatewayId: attributes['natGatewayId'],
        vpcEndpointId: attributes['vpcEndpointId'],
      }))
      .sort((a, b) => String(a.cidrBlock).localeCompare(String(b.cidrBlock))),
  }),
}
