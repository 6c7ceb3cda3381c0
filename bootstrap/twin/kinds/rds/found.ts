import type { AwsResource } from '../../service/aws-resource.ts'
import { type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'

/** A subnet group, or RDS's words for one that is not there. */
export const subnetGroupOr = (world: World, name: unknown): AwsResource | Refusal =>
  world.get('DBSubnetGroup', name) ??
  refuse('DBSubnetGroupNotFoundFault', `DB subnet group '${name}' does not exist.`, {
    status: 404,
    wants: 'DBSubnetGroup',
  })

/** A parameter group, or RDS's words for one that is not there. */
export const parameterGroupOr = (world: World, name: unknown): AwsResource | Refusal =>
  world.get('DBParameterGroup', name) ??
  refuse('DBParameterGroupNotFound', `DBParameterGroup not found: ${name}`, { status: 404, wants: 'DBParameterGroup' })

/** A snapshot, or RDS's words for one that is not there. */
export const snapshotOr = (world: World, id: unknown): AwsResource | Refusal =>
  world.get('DBSnapshot', id) ?? refuse('DBSnapshotNotFound', `DBSnapshot not found: ${id}`, { status: 404 })

/** An instance by the identifier that the user chose. */
export const instanceNamed = (world: World, identifier: unknown): AwsResource | undefined =>
  world.all('Instance').find(({ attributes }) => attributes['identifier'] === identifier)

/** The instances that have something of that name: a subnet group, a parameter group. */
export const instancesWith = (world: World, argument: string, name: string): AwsResource[] =>
  world.all('Instance').filter(({ attributes }) => attributes[argument] === name)

/** The availability zones of subnets, each once. */
export const zonesOf = (world: World, subnetIds: unknown): string[] => [
  ...new Set(
    [subnetIds ?? []].flat().flatMap((id) => {
      const zone = world.get('Subnet', id)?.attributes['availabilityZone']
      return zone === undefined ? [] : [String(zone)]
    }),
  ),
]
