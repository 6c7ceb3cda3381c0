import { arnOf } from '../../service/arn.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import { ec2Id } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { keyRefusal } from '../kms/usable-key.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { securityGroupOr } from './found.ts'

/** What a new machine is like. Each change of it makes another version; the old ones stay. */
export const launchTemplate: Kind = {
  resource: ec2('LaunchTemplate', 'launchtemplates'),
  title: 'EC2 Launch Template',
  service: 'EC2',
  calls: { create: 'CreateLaunchTemplate', modify: 'CreateLaunchTemplateVersion', delete: 'DeleteLaunchTemplate' },
  context: { create: ({ args, id }) => `creating EC2 Launch Template (${nameOr(args, id)})` },
  arguments: [
    'blockDeviceMappings',
    'capacityReservationSpecification',
    'cpuOptions',
    'creditSpecification',
    'defaultVersion',
    'description',
    'disableApiStop',
    'disableApiTermination',
    'ebsOptimized',
    'enclaveOptions',
    'hibernationOptions',
    'iamInstanceProfile',
    'imageId',
    'instanceInitiatedShutdownBehavior',
    'instanceMarketOptions',
    'instanceRequirements',
    'instanceType',
    'kernelId',
    'keyName',
    'licenseSpecification',
    'maintenanceOptions',
    'metadataOptions',
    'monitoring',
    'name',
    'networkInterfaces',
    'networkPerformanceOptions',
    'placement',
    'privateDnsNameOptions',
    'ramDiskId',
    'region',
    'secondaryInterfaces',
    'securityGroupNames',
    'tagSpecifications',
    'tags',
    'updateDefaultVersion',
    'userData',
    'vpcSecurityGroupIds',
  ],
  replacing: replacingOf('ec2', 'LaunchTemplate'),
  notLateInitialized: ['defaultVersion', 'name'],
  references: [
    { argument: 'blockDeviceMappings.ebs.kmsKeyId', to: 'Key', value: 'arn' },
    { argument: 'networkInterfaces.securityGroups', to: 'SecurityGroup', value: 'id', list: true },
    { argument: 'networkInterfaces.subnetId', to: 'Subnet', value: 'id' },
    { argument: 'vpcSecurityGroupIds', to: 'SecurityGroup', value: 'id', list: true },
  ],
  naming: { by: 'aws', id: (from) => ec2Id('lt', from) },
  create: (world, { id, args }) =>
    firstRefusal(
      () => nameFits(world, nameOr(args, id)),
      () => contentFits(world, args),
    ) ?? {
      arn: arnOf(world, 'ec2', `launch-template/${id}`),
      defaultVersion: 1,
      latestVersion: 1,
      name: nameOr(args, id),
      ...withTokens(args),
    },
  modify: (world, { attributes }) => contentFits(world, attributes),
  follows: (_world, before, changed) => {
    if (Object.keys(changed).every((argument) => besideVersions.includes(argument))) return {}
    const latestVersion = Number(before.attributes['latestVersion']) + 1
    const isDefault = { ...before.attributes, ...changed }['updateDefaultVersion'] === true
    return { latestVersion, ...(isDefault && { defaultVersion: latestVersion }) }
  },
}

/** Changes that make no new version. */
const besideVersions = ['defaultVersion', 'description', 'tags', 'updateDefaultVersion']

const nameOr = (args: Attributes, id: string): string => String(args['name'] ?? `terraform-${id.slice(3)}`)

const nameFits = (world: World, name: string): Refusal | undefined => {
  if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(name))
    return refuse(
      'InvalidLaunchTemplateName.MalformedException',
      'Launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.',
    )
  return world.all('LaunchTemplate').some(({ attributes }) => attributes['name'] === name)
    ? refuse('InvalidLaunchTemplateName.AlreadyExistsException', 'Launch template name already in use.')
    : undefined
}

type Mapping = Readonly<{
  deviceName?: string
  ebs?: Readonly<{ encrypted?: unknown; kmsKeyId?: string; volumeSize?: number }>
}>

const contentFits = (world: World, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => groupsExist(world, (args['vpcSecurityGroupIds'] ?? []) as readonly string[]),
    () => disksFit(world, (args['blockDeviceMappings'] ?? []) as readonly Mapping[]),
    () => metadataFits(args['metadataOptions']),
    () => userDataFits(args['userData']),
  )

const groupsExist = (world: World, ids: readonly string[]): Refusal | undefined => {
  const found = ids.map((id) => securityGroupOr(world, id))
  return found.find(isRefusal)
}

const disksFit = (world: World, mappings: readonly Mapping[]): Refusal | undefined => {
  for (const { ebs } of mappings) {
    if (ebs?.kmsKeyId === undefined) continue
    if (String(ebs.encrypted) !== 'true')
      return refuse('InvalidParameterDependency', 'The parameter KmsKeyId requires the parameter Encrypted to be set.')
    const refusal = keyRefusal(world, ebs.kmsKeyId)
    if (refusal)
      return refuse('InvalidParameterValue', `The KMS key ${ebs.kmsKeyId} cannot be used: ${refusal.message}`, {
        wants: 'Key',
      })
  }
  return undefined
}

const metadataFits = (options: unknown): Refusal | undefined => {
  const { httpTokens, httpPutResponseHopLimit: limit = 1 } = (options ?? {}) as Readonly<{
    httpTokens?: string
    httpPutResponseHopLimit?: number
  }>
  if (httpTokens !== undefined && !['required', 'optional'].includes(httpTokens))
    return refuse('InvalidParameterValue', `Value (${httpTokens}) for parameter HttpTokens is invalid.`)
  return limit < 1 || limit > 64
    ? refuse('InvalidParameterValue', `Value (${limit}) for parameter HttpPutResponseHopLimit is invalid.`)
    : undefined
}

const userDataFits = (text: unknown): Refusal | undefined => {
  if (text === undefined) return undefined
  const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(String(text)) && String(text).length % 4 === 0
  return isBase64 ? undefined : refuse('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.')
}

const withTokens = (args: Attributes): Attributes =>
  args['metadataOptions'] === undefined
    ? {}
    : {
        metadataOptions: {
          httpEndpoint: 'enabled',
          httpPutResponseHopLimit: 1,
          ...(args['metadataOptions'] as Attributes),
        },
      }
