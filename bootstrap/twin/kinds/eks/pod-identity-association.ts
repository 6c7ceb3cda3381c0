import { arnOf } from '../../service/arn.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import { ec2Id } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { clusterIsActive, clusterOr, inCluster, service } from './found.ts'
import { roleOf, trusts } from './roles.ts'

/** Lets the pods of a service account take on a role. EKS takes it without the agent too; then nobody hands out credentials. */
export const podIdentityAssociation: Kind = {
  resource: managed(service, 'PodIdentityAssociation', 'podidentityassociations'),
  title: 'EKS Pod Identity Association',
  service: 'EKS',
  library: 'framework',
  calls: {
    create: 'CreatePodIdentityAssociation',
    modify: 'UpdatePodIdentityAssociation',
    delete: 'DeletePodIdentityAssociation',
  },
  arguments: [
    'clusterName',
    'disableSessionTags',
    'namespace',
    'region',
    'roleArn',
    'serviceAccount',
    'tags',
    'targetRoleArn',
  ],
  replacing: replacingOf(service, 'PodIdentityAssociation'),
  references: [
    { argument: 'clusterName', to: 'Cluster', value: 'name' },
    { argument: 'roleArn', to: 'Role', value: 'arn' },
    { argument: 'targetRoleArn', to: 'Role', value: 'arn' },
  ],
  naming: { by: 'aws', id: (from) => ec2Id('a', from) },
  within: { clusterName: 'Cluster' },
  create: (world, { id, args }) =>
    newAssociationRefusal(world, args) ?? {
      associationArn: arnOf(world, 'eks', `podidentityassociation/${args['clusterName']}/${id}`),
      associationId: id,
      disableSessionTags: args['disableSessionTags'] ?? false,
    },
  modify: (world, { attributes }) => roleFits(world, attributes['roleArn']),
}

const newAssociationRefusal = (world: World, args: Attributes): Refusal | undefined => {
  const cluster = clusterOr(world, args['clusterName'])
  if (isRefusal(cluster)) return cluster
  return firstRefusal(
    () => clusterIsActive(world, cluster),
    () => roleFits(world, args['roleArn']),
    () => isNew(world, args),
  )
}

const roleFits = (world: World, arn: unknown): Refusal | undefined => {
  const role = roleOf(world, arn)
  if (!role)
    return refuse('InvalidParameterException', `Role provided in the request does not exist: ${arn}`, { wants: 'Role' })
  return trusts(role, 'pods.eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession'])
    ? undefined
    : refuse(
        'InvalidParameterException',
        'Trust policy of the role must allow pods.eks.amazonaws.com to perform sts:AssumeRole and sts:TagSession',
      )
}

const isNew = (world: World, { clusterName, namespace, serviceAccount }: Attributes): Refusal | undefined => {
  const same = inCluster(world, 'PodIdentityAssociation', clusterName).find(
    ({ attributes }) => attributes['namespace'] === namespace && attributes['serviceAccount'] === serviceAccount,
  )
  if (!same) return undefined
  return refuse('ResourceInUseException', `Association already exists: ${same.id}`, {
    status: 409,
    blockers: [same.id],
  })
}
