import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { keyRefusal } from '../kms/usable-key.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** A place for container images. It stays while it holds any, unless it is deleted by force. */
export const repository: Kind = {
  resource: managed('ecr', 'Repository', 'repositories'),
  title: 'ECR Repository',
  service: 'ECR',
  calls: { create: 'CreateRepository', modify: 'PutImageTagMutability', delete: 'DeleteRepository' },
  context: { create: ({ id }) => `creating ECR Repository (${id})` },
  arguments: [
    'encryptionConfiguration',
    'forceDelete',
    'imageScanningConfiguration',
    'imageTagMutability',
    'imageTagMutabilityExclusionFilter',
    'region',
    'tags',
  ],
  replacing: replacingOf('ecr', 'Repository'),
  references: [{ argument: 'encryptionConfiguration.kmsKey', to: 'Key', value: 'arn' }],
  naming: { by: 'user' },
  create: (world, { id, args }) =>
    firstRefusal(
      () => nameFits(id),
      () => isNew(world, id),
      () => keyWorks(world, args),
    ) ?? {
      arn: arnOf(world, 'ecr', `repository/${id}`),
      encryptionConfiguration: args['encryptionConfiguration'] ?? [{ encryptionType: 'AES256' }],
      forceDelete: args['forceDelete'] ?? false,
      imageScanningConfiguration: args['imageScanningConfiguration'] ?? { scanOnPush: false },
      imageTagMutability: args['imageTagMutability'] ?? 'MUTABLE',
      registryId: world.accountId,
      repositoryUrl: `${world.accountId}.dkr.ecr.${world.region}.amazonaws.com/${id}`,
    },
  remove: (world, { id, attributes }) => {
    const images = imagesIn(world, id)
    if (images.length === 0 || attributes['forceDelete'] === true) return undefined
    return refuse(
      'RepositoryNotEmptyException',
      `The repository with name '${id}' in registry with id '${world.accountId}' cannot be deleted because it still contains images`,
      { blockers: images.map((image) => image.id) },
    )
  },
}

/** The images of a repository. */
export const imagesIn = (world: World, repositoryName: string): AwsResource[] =>
  world.all('Image').filter(({ attributes }) => attributes['repository'] === repositoryName)

/** A repository, or ECR's words for one that is not there. */
export const repositoryOr = (world: World, name: unknown): AwsResource | Refusal =>
  world.get('Repository', name) ??
  refuse(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${world.accountId}'`,
    { wants: 'Repository' },
  )

const nameFits = (name: string): Refusal | undefined =>
  name.length >= 2 && name.length <= 256 && /^[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/.test(name)
    ? undefined
    : refuse(
        'InvalidParameterException',
        `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''`,
      )

const isNew = (world: World, name: string): Refusal | undefined =>
  world.get('Repository', name)
    ? refuse(
        'RepositoryAlreadyExistsException',
        `The repository with name '${name}' already exists in the registry with id '${world.accountId}'`,
      )
    : undefined

const keyWorks = (world: World, args: Attributes): Refusal | undefined => {
  const [encryption] = [args['encryptionConfiguration'] ?? []].flat() as Readonly<Record<string, unknown>>[]
  const refusal = keyRefusal(world, encryption?.['kmsKey'])
  return refusal && refuse('KmsException', `KMS key is not usable: ${refusal.message}`, { wants: refusal.wants })
}
