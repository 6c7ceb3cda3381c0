import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { actualVersion, compareVersions, majorOf } from './engine-versions.ts'
import { classExists, engineExists, settingsFit } from './instance-creation.ts'
import { storageFits } from './storage.ts'

/** Judges a change of an instance; `after` is as it would be. `undefined` accepts. */
export const judgeChange = (world: World, after: AwsResource, changed: Attributes): Refusal | undefined => {
  const before = world.get('Instance', after.id)?.attributes ?? after.attributes
  const { attributes } = after
  return firstRefusal(
    () => ('engineVersion' in changed ? versionFollows(before, attributes) : undefined),
    () => ('instanceClass' in changed ? classExists(attributes['instanceClass']) : undefined),
    () => ('allocatedStorage' in changed ? storageGrows(before, attributes) : undefined),
    () => storageFits(attributes),
    () => settingsFit(world, attributes),
  )
}

const versionFollows = (before: Attributes, after: Attributes): Refusal | undefined => {
  const unknown = engineExists(after)
  if (unknown) return unknown
  const [from, to] = [actualVersion(before['engineVersion']), actualVersion(after['engineVersion'])]
  if (compareVersions(to, from) < 0)
    return refuse('InvalidParameterCombination', `Cannot upgrade postgres from ${from} to ${to}`)
  if (majorOf(from) !== majorOf(to) && after['allowMajorVersionUpgrade'] !== true)
    return refuse(
      'InvalidParameterCombination',
      'The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.',
    )
  return undefined
}

const storageGrows = (before: Attributes, after: Attributes): Refusal | undefined => {
  const [from, to] = [Number(before['allocatedStorage']), Number(after['allocatedStorage'])]
  return to >= from
    ? undefined
    : refuse(
        'InvalidParameterCombination',
        `Requested storage size (${to}) cannot be less than the current storage size (${from}).`,
      )
}
