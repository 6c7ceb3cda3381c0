import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { minorOf } from './versions.ts'

/** EKS' no to the machines of a node group: image, instance types, launch template. */
export const machineRefusal = (world: World, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => imageFits(String(args['amiType'] ?? 'AL2023_x86_64_STANDARD'), args['version']),
    () => typesFit(String(args['amiType'] ?? 'AL2023_x86_64_STANDARD'), typesIn(args)),
    () => templateFits(world, args),
  )

/** Whether an instance type has arm processors: the letter g after the generation (`m7g`, `c7gn`, `t4g`, but not `g5`). */
export const isArm = (type: string): boolean => /^[a-z]+\d+g[a-z]*\./.test(type) || type.startsWith('a1.')

/** What a machine of that type has, as its nodes tell Kubernetes: from the family's memory per processor and the size. */
export const sizeOf = (type: string): Readonly<{ cpus: number; memoryGiB: number; pods: number }> => {
  const [family = '', size = 'large'] = type.split('.')
  if (family.startsWith('t')) return burstable[size] ?? { cpus: 2, memoryGiB: 8, pods: 35 }
  const cpus = processorsOf(size)
  const perCpu = { c: 2, m: 4, r: 8, x: 16 }[family[0] ?? 'm'] ?? 4
  return { cpus, memoryGiB: cpus * perCpu, pods: cpus <= 2 ? 29 : cpus <= 8 ? 58 : cpus <= 32 ? 234 : 737 }
}

/** From memory of the EC2 user guide, for t3; t3a and t4g are the same. */
const burstable: Readonly<Record<string, Readonly<{ cpus: number; memoryGiB: number; pods: number }>>> = {
  micro: { cpus: 2, memoryGiB: 1, pods: 4 },
  small: { cpus: 2, memoryGiB: 2, pods: 11 },
  medium: { cpus: 2, memoryGiB: 4, pods: 17 },
  large: { cpus: 2, memoryGiB: 8, pods: 35 },
  xlarge: { cpus: 4, memoryGiB: 16, pods: 58 },
  '2xlarge': { cpus: 8, memoryGiB: 32, pods: 58 },
}

const processorsOf = (size: string): number => {
  if (size === 'medium') return 1
  if (size === 'xlarge') return 4
  const times = /^(\d+)xlarge$/.exec(size)?.[1]
  return times ? Number(times) * 4 : 2
}

const invalid = (message: string): Refusal => refuse('InvalidParameterException', message)

const images = [
  /^AL2023_(x86_64|ARM_64)_(STANDARD|NEURON|NVIDIA)$/,
  /^BOTTLEROCKET_(x86_64|ARM_64)(_(NVIDIA|FIPS))?$/,
  /^AL2_(x86_64|x86_64_GPU|ARM_64)$/,
  /^WINDOWS_(CORE|FULL)_(2019|2022|2025)_x86_64$/,
  /^CUSTOM$/,
]

const imageFits = (image: string, version: unknown): Refusal | undefined => {
  if (!images.some((pattern) => pattern.test(image))) return invalid(`amiType ${image} is not supported`)
  return image.startsWith('AL2_') && minorOf(version) >= 33
    ? invalid(`AMI Type ${image} is only supported for kubernetes versions 1.32 or earlier`)
    : undefined
}

const typesIn = (args: Attributes): readonly string[] => (args['instanceTypes'] ?? []) as readonly string[]

const typesFit = (image: string, types: readonly string[]): Refusal | undefined => {
  const malformed = types.filter((type) => !/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(type))
  if (malformed.length > 0)
    return invalid(`The following supplied instance types do not exist: [${malformed.join(', ')}]`)
  if (image === 'CUSTOM') return undefined
  const wrong = types.filter((type) => isArm(type) !== image.includes('ARM_64'))
  return wrong.length > 0
    ? invalid(`[${wrong.join(', ')}] is not a valid instance type for requested amiType ${image}`)
    : undefined
}

const templateFits = (world: World, args: Attributes): Refusal | undefined => {
  const given = args['launchTemplate'] as Readonly<{ id?: string; name?: string; version?: string }> | undefined
  if (!given) return undefined
  const template = templateOf(world, given)
  if (!template)
    return refuse('InvalidRequestException', `The launch template ${given.id ?? given.name} does not exist`, {
      wants: 'LaunchTemplate',
    })
  const latest = Number(template.attributes['latestVersion'])
  const isKnown = ['$Latest', '$Default'].includes(given.version ?? '') || Number(given.version) <= latest
  if (!isKnown) return invalid(`Launch template version ${given.version} does not exist for ${template.id}`)
  if (args['diskSize'] !== undefined) return invalid('Disk size must be specified within the launch template.')
  if (args['remoteAccess'] !== undefined)
    return invalid('Remote access configuration cannot be specified with a launch template.')
  return template.attributes['instanceType'] !== undefined && typesIn(args).length > 0
    ? invalid('You cannot specify instance types in both the launch template and the API request.')
    : undefined
}

const templateOf = (world: World, { id, name }: Readonly<{ id?: string; name?: string }>): AwsResource | undefined =>
  world.get('LaunchTemplate', id) ??
  world.all('LaunchTemplate').find(({ attributes }) => name !== undefined && attributes['name'] === name)
