import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { inCluster } from './found.ts'
import { logTypesFit, vpcConfigFits } from './new-cluster.ts'
import { kubernetesVersions, minorOf } from './versions.ts'

/** EKS' no to a change of a cluster (`after`: as it would be); `undefined` if it is fine. */
export const changedClusterRefusal = (world: World, after: AwsResource, changed: Attributes): Refusal | undefined => {
  const before = world.get('Cluster', after.id)?.attributes ?? {}
  return firstRefusal(
    () => ('version' in changed ? versionFollows(world, after.id, before['version'], changed['version']) : undefined),
    () => ('vpcConfig' in changed ? vpcStays(before, changed) : undefined),
    () => ('vpcConfig' in changed ? vpcConfigFits(world, changed['vpcConfig']) : undefined),
    () => logTypesFit(changed['enabledClusterLogTypes']),
    () => ('accessConfig' in changed ? modeFollows(before, changed) : undefined),
    () => ('encryptionConfig' in changed ? keyStays(before) : undefined),
  )
}

const invalid = (message: string): Refusal => refuse('InvalidParameterException', message)

/** One minor version up at a time, never down, and nodes trail by three at most. */
const versionFollows = (world: World, name: string, from: unknown, to: unknown): Refusal | undefined => {
  if (!(kubernetesVersions as readonly unknown[]).includes(to) || minorOf(to) !== minorOf(from) + 1)
    return invalid(`Unsupported Kubernetes minor version update from ${from} to ${to}`)
  const old = inCluster(world, 'NodeGroup', name).filter(
    ({ attributes }) => minorOf(attributes['version']) < minorOf(to) - 3,
  )
  if (old.length === 0) return undefined
  const names = old.map(({ id }) => id.slice(id.indexOf(':') + 1)).sort()
  return invalid(
    `Nodegroup(s) ${names.join(', ')} must be updated to match the cluster version ${from} before the cluster version is updated to ${to}`,
  )
}

const vpcStays = (before: Attributes, changed: Attributes): Refusal | undefined => {
  const vpcIn = ({ vpcConfig }: Attributes) => (vpcConfig as Readonly<{ vpcId?: string }> | undefined)?.vpcId
  return vpcIn(before) === vpcIn(changed) ? undefined : invalid('Subnets must be in the VPC of the cluster')
}

const modes = ['CONFIG_MAP', 'API_AND_CONFIG_MAP', 'API']

/** The way to access entries is a one-way street. */
const modeFollows = (before: Attributes, changed: Attributes): Refusal | undefined => {
  const modeIn = ({ accessConfig }: Attributes) =>
    String((accessConfig as Readonly<{ authenticationMode?: string }> | undefined)?.authenticationMode ?? 'CONFIG_MAP')
  const [from, to] = [modeIn(before), modeIn(changed)]
  return modes.indexOf(to) < modes.indexOf(from)
    ? invalid(`Unsupported authentication mode update from ${from} to ${to}`)
    : undefined
}

const keyStays = (before: Attributes): Refusal | undefined =>
  before['encryptionConfig'] === undefined ? undefined : invalid('Encryption is already enabled for this cluster')
