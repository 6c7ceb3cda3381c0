import { arnOf } from '../../service/arn.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { postgresMajors } from './engine-versions.ts'
import { instancesWith } from './found.ts'

/** Settings of the engine for instances of one family. */
export const dbParameterGroup: Kind = {
  resource: managed('rds', 'ParameterGroup', 'parametergroups'),
  name: 'DBParameterGroup',
  title: 'RDS DB Parameter Group',
  service: 'RDS',
  calls: { create: 'CreateDBParameterGroup', modify: 'ModifyDBParameterGroup', delete: 'DeleteDBParameterGroup' },
  context: { create: ({ id }) => `creating RDS DB Parameter Group (${id})` },
  arguments: ['description', 'family', 'parameter', 'region', 'skipDestroy', 'tags'],
  replacing: replacingOf('rds', 'ParameterGroup'),
  references: [],
  naming: { by: 'user' },
  create: (world, { id, args }) =>
    firstRefusal(
      () => isNew(world, id),
      () => familyExists(args),
      () => parametersFit(args),
    ) ?? {
      arn: arnOf(world, 'rds', `pg:${id}`),
      description: args['description'] ?? 'Managed by Terraform',
      skipDestroy: args['skipDestroy'] ?? false,
    },
  modify: (_world, { attributes }) => parametersFit(attributes),
  remove: (world, { id }) => {
    const users = instancesWith(world, 'parameterGroupName', id)
    if (users.length === 0) return undefined
    return refuse(
      'InvalidDBParameterGroupState',
      `One or more database instances are still members of this parameter group ${id}, so the group cannot be deleted`,
      {
        blockers: users.map((user) => user.id),
      },
    )
  },
}

const isNew = (world: World, name: string): Refusal | undefined =>
  world.get('DBParameterGroup', name)
    ? refuse('DBParameterGroupAlreadyExists', `Parameter group ${name} already exists`)
    : undefined

const familyExists = ({ family }: Attributes): Refusal | undefined =>
  Object.values(postgresMajors).some((major) => major.family === family)
    ? undefined
    : refuse('InvalidParameterValue', `ParameterGroupFamily ${family} is not a valid parameter group family`)

/** Only what is sure about a few: most names are known to AWS alone. */
const parametersFit = ({ parameter }: Attributes): Refusal | undefined => {
  for (const { name, value, applyMethod } of [parameter ?? []].flat() as Readonly<Record<string, unknown>>[]) {
    if (name === 'rds.force_ssl' && !['0', '1'].includes(String(value)))
      return refuse('InvalidParameterValue', `Invalid parameter value: ${value} for: ${name} allowed values are: 0,1`)
    if (applyMethod === 'immediate' && staticParameters.includes(String(name)))
      return refuse('InvalidParameterCombination', 'cannot use immediate apply method for static parameter')
  }
  return undefined
}

/** Parameters that need a reboot. Source: the static ones that people set most, from the RDS user guide. */
const staticParameters = [
  'shared_preload_libraries',
  'max_connections',
  'shared_buffers',
  'rds.logical_replication',
  'wal_buffers',
]
