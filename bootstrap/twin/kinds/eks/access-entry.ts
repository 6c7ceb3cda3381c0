import { arnOf } from '../../service/arn.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import { uuidFrom } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { clusterIsActive, clusterOr, nameInArn, service } from './found.ts'

/** Lets a principal of IAM into a cluster, as a user with groups. Its id is `cluster:principal`. */
export const accessEntry: Kind = {
  resource: managed(service, 'AccessEntry', 'accessentries'),
  title: 'EKS Access Entry',
  service: 'EKS',
  calls: { create: 'CreateAccessEntry', modify: 'UpdateAccessEntry', delete: 'DeleteAccessEntry' },
  context: { create: ({ id }) => `creating EKS Access Entry (${id})` },
  arguments: ['clusterName', 'kubernetesGroups', 'principalArn', 'region', 'tags', 'type', 'userName'],
  replacing: replacingOf(service, 'AccessEntry'),
  references: [
    { argument: 'clusterName', to: 'Cluster', value: 'id' },
    {
      argument: 'principalArn',
      to: 'Role',
      value: 'arn',
      refs: 'principalArnFromRoleRef',
      selector: 'principalArnFromRoleSelector',
    },
  ],
  naming: {
    by: 'arguments',
    id: ({ clusterName, principalArn }) => (clusterName && principalArn ? `${clusterName}:${principalArn}` : undefined),
  },
  within: { clusterName: 'Cluster' },
  create: (world, { id, args }) => newEntryRefusal(world, id, args) ?? described(world, args),
  modify: (_world, { attributes }) => groupsFit(attributes),
}

const newEntryRefusal = (world: World, id: string, args: Attributes): Refusal | undefined => {
  const cluster = clusterOr(world, args['clusterName'])
  if (isRefusal(cluster)) return cluster
  return firstRefusal(
    () => clusterIsActive(world, cluster),
    () => modeFits(cluster.attributes),
    () => principalFits(args['principalArn']),
    () => groupsFit(args),
    () =>
      world.get('AccessEntry', id)
        ? refuse('ResourceInUseException', 'The specified access entry resource is already in use on this cluster.', {
            status: 409,
          })
        : undefined,
  )
}

const invalid = (message: string): Refusal => refuse('InvalidParameterException', message)

const modeFits = ({ accessConfig }: Attributes): Refusal | undefined =>
  (accessConfig as Readonly<{ authenticationMode?: string }>).authenticationMode?.includes('API')
    ? undefined
    : refuse(
        'InvalidRequestException',
        "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
      )

/** Whether the principal exists is not asked: people and other accounts have principals that the twin does not know. */
const principalFits = (arn: unknown): Refusal | undefined =>
  /^arn:aws:iam::\d{12}:(role|user)\/.+$/.test(String(arn))
    ? undefined
    : invalid('The specified principalArn is invalid: invalid principal.')

const reserved = /^(system:|eks:|aws:|amazon:|iam:)/

const types = ['STANDARD', 'EC2_LINUX', 'EC2_WINDOWS', 'FARGATE_LINUX', 'EC2', 'HYBRID_LINUX', 'HYPERPOD_LINUX']

const groupsFit = ({ kubernetesGroups, type = 'STANDARD', userName }: Attributes): Refusal | undefined => {
  const groups = ((kubernetesGroups ?? []) as readonly string[]).filter((group) => reserved.test(group))
  if (!types.includes(String(type))) return invalid(`The type ${type} is not supported`)
  if (groups.length > 0)
    return invalid(`The kubernetes group name ${groups[0]} is invalid, it cannot start with system:`)
  if (type !== 'STANDARD' && (kubernetesGroups !== undefined || userName !== undefined))
    return invalid(`You can only specify a username and groups for entries of type STANDARD, not ${type}`)
  return undefined
}

const described = (world: World, args: Attributes): Attributes => {
  const now = new Date(world.now).toISOString()
  const principal = String(args['principalArn'])
  const [, , , , account = '', path = ''] = principal.split(':')
  const [sort = 'role'] = path.split('/')
  const uuid = uuidFrom(`${args['clusterName']}/${principal}/${world.now}`)
  return {
    accessEntryArn: arnOf(
      world,
      'eks',
      `access-entry/${args['clusterName']}/${sort}/${account}/${nameInArn(principal)}/${uuid}`,
    ),
    createdAt: now,
    modifiedAt: now,
    type: args['type'] ?? 'STANDARD',
    userName: args['userName'] ?? userNameFor(principal, sort, account),
  }
}

const userNameFor = (principal: string, sort: string, account: string): string =>
  sort === 'role' ? `arn:aws:sts::${account}:assumed-role/${nameInArn(principal)}/{{SessionName}}` : principal
