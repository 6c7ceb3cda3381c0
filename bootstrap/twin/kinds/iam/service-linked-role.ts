import type { Attributes } from '../../service/aws-resource.ts'
import { iamUniqueId } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** The role of a service itself, one in the whole account. Services make theirs when first used. Its id is its ARN. */
export const serviceLinkedRole: Kind = {
  resource: managed('iam', 'ServiceLinkedRole', 'servicelinkedroles'),
  title: 'IAM Service Linked Role',
  service: 'IAM',
  calls: { create: 'CreateServiceLinkedRole', modify: 'UpdateRoleDescription', delete: 'DeleteServiceLinkedRole' },
  context: { create: ({ args }) => `creating IAM Service Linked Role (${args['awsServiceName']})` },
  arguments: ['awsServiceName', 'customSuffix', 'description', 'tags'],
  replacing: replacingOf('iam', 'ServiceLinkedRole'),
  references: [],
  naming: { by: 'aws', id: (_from, { accountId, args }) => roleArn(accountId, args['awsServiceName']) },
  create: (world, { id, args }) =>
    firstRefusal(
      () => serviceIsKnown(args['awsServiceName']),
      () => isNew(world, id),
    ) ?? described(world, id),
}

/** Names of the roles of services that are played here. Source: IAM user guide, services that work with IAM. */
const names: Readonly<Record<string, string>> = {
  'autoscaling.amazonaws.com': 'AWSServiceRoleForAutoScaling',
}

const roleArn = (accountId: string, service: unknown): string =>
  `arn:aws:iam::${accountId}:role/aws-service-role/${service}/${names[String(service)] ?? 'unknown'}`

const serviceIsKnown = (service: unknown): Refusal | undefined =>
  Object.hasOwn(names, String(service))
    ? undefined
    : refuse('InvalidInput', `Service ${service} does not support service-linked roles`)

const isNew = (world: World, id: string): Refusal | undefined =>
  world.get('ServiceLinkedRole', id)
    ? refuse(
        'InvalidInput',
        `Service role name ${id.split('/').at(-1)} has been taken in this account, please try a different suffix.`,
      )
    : undefined

const described = (world: World, id: string): Attributes => ({
  arn: id,
  name: id.split('/').at(-1),
  path: `/${id.split('/').slice(1, -1).join('/')}/`,
  createDate: new Date(world.now).toISOString().replace(/\.\d+Z$/, 'Z'),
  uniqueId: iamUniqueId('AROA', `${id}/${world.now}`),
})
