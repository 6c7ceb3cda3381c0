import { ec2Id } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { isRefusal, refuse } from '../../service/refusal.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { routeTableOr, subnetOr, vpcIdOf } from './found.ts'

/** Puts a subnet under a route table. It goes with either. */
export const routeTableAssociation: Kind = {
  resource: ec2('RouteTableAssociation', 'routetableassociations'),
  title: 'EC2 Route Table Association',
  service: 'EC2',
  calls: { create: 'AssociateRouteTable', modify: 'ReplaceRouteTableAssociation', delete: 'DisassociateRouteTable' },
  context: { create: ({ args }) => `creating Route Table (${args['routeTableId']}) Association` },
  arguments: ['gatewayId', 'region', 'routeTableId', 'subnetId'],
  replacing: replacingOf('ec2', 'RouteTableAssociation'),
  references: [
    { argument: 'gatewayId', to: 'InternetGateway', value: 'id' },
    { argument: 'routeTableId', to: 'RouteTable', value: 'name' },
    { argument: 'subnetId', to: 'Subnet', value: 'name' },
  ],
  naming: { by: 'aws', id: (from) => ec2Id('rtbassoc', from) },
  within: { routeTableId: 'RouteTable', subnetId: 'Subnet' },
  create: (world, { args }) => {
    const table = routeTableOr(world, args['routeTableId'])
    if (isRefusal(table)) return table
    const subnet = subnetOr(world, args['subnetId'])
    if (isRefusal(subnet)) return subnet
    if (vpcIdOf(table) !== vpcIdOf(subnet))
      return refuse(
        'InvalidParameterValue',
        `route table ${table.id} and subnet ${subnet.id} belong to different networks`,
      )
    const other = world.all('RouteTableAssociation').find(({ attributes }) => attributes['subnetId'] === subnet.id)
    if (!other) return {}
    return refuse(
      'Resource.AlreadyAssociated',
      `the specified association for route table ${table.id} conflicts with an existing association`,
      { blockers: [other.id] },
    )
  },
  modify: (world, { attributes }) => {
    const table = routeTableOr(world, attributes['routeTableId'])
    return isRefusal(table) ? table : undefined
  },
}
