import { arnOf } from '../../service/arn.ts'
import type { Kind } from '../../service/kind.ts'
import { refuse } from '../../service/refusal.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { newSubnetGroup, type SubnetGroupWords, subnetsFit, vpcOfSubnets } from '../subnet-group.ts'
import { instancesWith } from './found.ts'

/** The subnets, in two zones at least, in which RDS may put instances. */
export const dbSubnetGroup: Kind = {
  resource: managed('rds', 'SubnetGroup', 'subnetgroups'),
  name: 'DBSubnetGroup',
  title: 'RDS DB Subnet Group',
  service: 'RDS',
  calls: { create: 'CreateDBSubnetGroup', modify: 'ModifyDBSubnetGroup', delete: 'DeleteDBSubnetGroup' },
  context: {
    create: ({ id }) => `creating RDS DB Subnet Group (${id})`,
    delete: ({ id }) => `deleting RDS Subnet Group (${id})`,
  },
  arguments: ['description', 'region', 'subnetIds', 'tags'],
  replacing: replacingOf('rds', 'SubnetGroup'),
  references: [{ argument: 'subnetIds', to: 'Subnet', value: 'name', list: true }],
  naming: { by: 'user' },
  create: (world, { id, args }) =>
    newSubnetGroup(world, id, args, words) ?? {
      arn: arnOf(world, 'rds', `subgrp:${id}`),
      description: args['description'] ?? 'Managed by Terraform',
      supportedNetworkTypes: ['IPV4'],
      vpcId: vpcOfSubnets(world, args),
    },
  modify: (world, { attributes }) => subnetsFit(world, attributes, words),
  remove: (world, { id }) => {
    const users = instancesWith(world, 'dbSubnetGroupName', id)
    if (users.length === 0) return undefined
    return refuse(
      'InvalidDBSubnetGroupStateFault',
      `Cannot delete the subnet group '${id}' because at least one database instance: ${users[0]?.attributes['identifier']} is still using it.`,
      { blockers: users.map((user) => user.id) },
    )
  },
}

const words: SubnetGroupWords = {
  kind: 'DBSubnetGroup',
  taken: (name) => refuse('DBSubnetGroupAlreadyExists', `The DB subnet group '${name}' already exists.`),
  unknownSubnets: (ids) => refuse('InvalidSubnet', `Some input subnets in :[${ids}] are invalid.`, { wants: 'Subnet' }),
  tooFewZones: (zones) =>
    refuse(
      'DBSubnetGroupDoesNotCoverEnoughAZs',
      `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${zones}. Add subnets to cover at least 2 AZs.`,
    ),
}
