import type { Attributes } from '../../service/aws-resource.ts'
import { overlaps, parseCidr } from '../../service/cidr.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { securityGroupOr } from '../ec2/found.ts'
import { keyRefusal } from '../kms/usable-key.ts'
import { hasPolicy, roleOf, trusts } from './roles.ts'
import { kubernetesVersions } from './versions.ts'

/** EKS' no to a new cluster; `undefined` if it is fine. */
export const newClusterRefusal = (world: World, name: string, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => nameFits(name),
    () =>
      world.get('Cluster', name)
        ? refuse('ResourceInUseException', `Cluster already exists with name: ${name}`, { status: 409 })
        : undefined,
    () => versionIsOffered(args['version']),
    () => roleFits(world, args['roleArn']),
    () => vpcConfigFits(world, args['vpcConfig']),
    () => logTypesFit(args['enabledClusterLogTypes']),
    () => serviceRangeFits(world, args),
    () => keyFits(world, args['encryptionConfig']),
  )

type VpcConfig = Readonly<{
  subnetIds?: readonly string[]
  securityGroupIds?: readonly string[]
  endpointPrivateAccess?: boolean
  endpointPublicAccess?: boolean
  publicAccessCidrs?: readonly string[]
}>

/** EKS' no to where a cluster's interfaces lie and who may reach its endpoints. */
export const vpcConfigFits = (world: World, config: unknown): Refusal | undefined => {
  const given = (config ?? {}) as VpcConfig
  return firstRefusal(
    () => subnetsFit(world, given.subnetIds ?? []),
    () => groupsExist(world, given.securityGroupIds ?? []),
    () =>
      given.endpointPublicAccess === false && given.endpointPrivateAccess !== true
        ? invalid('Private and public endpoint access cannot be false')
        : undefined,
    () => allowListFits(given.publicAccessCidrs ?? []),
  )
}

/** EKS' no to kinds of logs that it does not have. */
export const logTypesFit = (types: unknown): Refusal | undefined => {
  const unknown = [types ?? []].flat().filter((type) => !logTypes.includes(String(type)))
  return unknown.length > 0 ? invalid(`Invalid log types: [${unknown.join(', ')}]`) : undefined
}

const logTypes = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']

const invalid = (message: string, more: Parameters<typeof refuse>[2] = {}): Refusal =>
  refuse('InvalidParameterException', message, more)

const nameFits = (name: string): Refusal | undefined =>
  /^[0-9A-Za-z][A-Za-z0-9\-_]{0,99}$/.test(name)
    ? undefined
    : invalid(
        'The cluster name should start with an alphanumeric character, contain only alphanumeric characters, hyphens and underscores, and have at most 100 characters.',
      )

const versionIsOffered = (version: unknown): Refusal | undefined =>
  version === undefined || (kubernetesVersions as readonly unknown[]).includes(version)
    ? undefined
    : invalid('unsupported Kubernetes version')

const roleFits = (world: World, arn: unknown): Refusal | undefined => {
  const role = roleOf(world, arn)
  if (!role || !trusts(role, 'eks.amazonaws.com'))
    return invalid(
      `Role with arn: ${arn}, could not be assumed because it does not exist or the trusted entity is not correct`,
      { wants: 'Role' },
    )
  if (hasPolicy(world, role, 'AmazonEKSClusterPolicy')) return undefined
  return invalid(
    "The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policies [arn:aws:iam::aws:policy/AmazonEKSClusterPolicy] are attached ",
    { wants: 'RolePolicyAttachment' },
  )
}

const subnetsFit = (world: World, ids: readonly string[]): Refusal | undefined => {
  const missing = ids.find((id) => !world.get('Subnet', id))
  if (missing) return invalid(`The subnet ID '${missing}' does not exist`)
  const found = ids.flatMap((id) => world.get('Subnet', id) ?? [])
  if (new Set(found.map(({ attributes }) => attributes['vpcId'])).size > 1)
    return invalid('Subnets specified must belong to the same VPC')
  return new Set(found.map(({ attributes }) => attributes['availabilityZone'])).size < 2
    ? invalid('Subnets specified must be in at least two different AZs')
    : undefined
}

const groupsExist = (world: World, ids: readonly string[]): Refusal | undefined => {
  const missing = ids.find((id) => 'refused' in securityGroupOr(world, id))
  return missing ? invalid(`The security group '${missing}' does not exist`) : undefined
}

const allowListFits = (blocks: readonly string[]): Refusal | undefined => {
  if (blocks.length > 40) return invalid('At most 40 CIDRs can be specified in publicAccessCidrs')
  const wrong = blocks.filter((block) => !parseCidr(block))
  if (wrong.length > 0) return invalid(`The following CIDRs are invalid in publicAccessCidrs: [${wrong.join(', ')}]`)
  const reserved = blocks.filter((block) => privateRanges.some((range) => isWithin(range, block)))
  return reserved.length > 0
    ? invalid(`The following CIDRs are not allowed in publicAccessCidrs: [${reserved.join(', ')}]`)
    : undefined
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']

const isWithin = (range: string, block: string): boolean => {
  const [outer, inner] = [parseCidr(range), parseCidr(block)]
  return outer !== undefined && inner !== undefined && inner.prefix >= outer.prefix && overlaps(outer, inner)
}

const serviceRangeFits = (world: World, args: Attributes): Refusal | undefined => {
  const { serviceIpv4Cidr: text } = (args['kubernetesNetworkConfig'] ?? {}) as Readonly<{ serviceIpv4Cidr?: string }>
  if (text === undefined) return undefined
  const range = parseCidr(text)
  if (!range || range.prefix < 12 || range.prefix > 24 || !privateRanges.some((one) => isWithin(one, text)))
    return invalid(
      `The serviceIpv4Cidr ${text} is invalid: it must be between /24 and /12, within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16`,
    )
  const [subnetId] = ((args['vpcConfig'] ?? {}) as VpcConfig).subnetIds ?? []
  const vpc = world.get('VPC', world.get('Subnet', subnetId)?.attributes['vpcId'])
  const own = parseCidr(vpc?.attributes['cidrBlock'])
  return own && overlaps(own, range)
    ? invalid(`The serviceIpv4Cidr ${text} overlaps with the CIDR of the VPC ${vpc?.id}`)
    : undefined
}

const keyFits = (world: World, config: unknown): Refusal | undefined => {
  const { provider, resources = ['secrets'] } = (config ?? {}) as Readonly<{
    provider?: Readonly<{ keyArn?: string }>
    resources?: readonly string[]
  }>
  if (!provider) return undefined
  if (resources.join() !== 'secrets') return invalid('Encryption is only supported for resources: [secrets]')
  const refusal = keyRefusal(world, provider.keyArn)
  return refusal && invalid(`The keyArn is invalid: ${refusal.message}`, { wants: 'Key' })
}
