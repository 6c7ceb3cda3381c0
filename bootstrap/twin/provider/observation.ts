import type { Attributes, AwsResource } from '../service/aws-resource.ts'
import type { Kind } from '../service/kind.ts'
import type { World } from '../service/world.ts'

/** What goes into status.atProvider: the arguments as AWS has them, and what AWS added. */
export const observationOf = (kind: Kind, world: World, resource: AwsResource): Attributes => {
  return {
    ...without(resource.attributes, kind.hidden ?? []),
    id: resource.id,
    ...kind.derive?.(world, resource),
    ...factsOf(world, resource),
    ...(kind.arguments.includes('tags') && { tagsAll: resource.attributes['tags'] ?? {} }),
  }
}

const without = (attributes: Attributes, names: readonly string[]): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)))

const factsOf = (world: World, resource: AwsResource): Attributes => {
  const backing = world.backing(resource)
  return backing.state === 'running' ? backing.facts : {}
}
