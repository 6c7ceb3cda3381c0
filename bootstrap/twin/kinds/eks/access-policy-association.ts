import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { clusterOr, service } from './found.ts'

/** Gives who has an access entry the rights of one of EKS' own policies. Its id is `cluster#principal#policy`. */
export const accessPolicyAssociation: Kind = {
  resource: managed(service, 'AccessPolicyAssociation', 'accesspolicyassociations'),
  title: 'EKS Access Policy Association',
  service: 'EKS',
  calls: { create: 'AssociateAccessPolicy', modify: 'AssociateAccessPolicy', delete: 'DisassociateAccessPolicy' },
  context: { create: ({ id }) => `creating EKS Access Policy Association (${id})` },
  arguments: ['accessScope', 'clusterName', 'policyArn', 'principalArn', 'region'],
  replacing: replacingOf(service, 'AccessPolicyAssociation'),
  references: [
    { argument: 'clusterName', to: 'Cluster', value: 'id' },
    { argument: 'principalArn', to: 'AccessEntry', value: 'principalArn' },
  ],
  naming: {
    by: 'arguments',
    id: ({ clusterName, principalArn, policyArn }) =>
      clusterName && principalArn && policyArn ? `${clusterName}#${principalArn}#${policyArn}` : undefined,
  },
  within: { clusterName: 'Cluster' },
  create: (world, { args }) => associationRefusal(world, args) ?? described(world),
}

/** The policies that the twin knows how to grant, by the ClusterRole of the cluster that says the same. */
export const accessPolicies: Readonly<Record<string, string>> = {
  AmazonEKSClusterAdminPolicy: 'cluster-admin',
  AmazonEKSAdminPolicy: 'admin',
  AmazonEKSEditPolicy: 'edit',
  AmazonEKSViewPolicy: 'view',
  AmazonEKSAdminViewPolicy: 'view',
}

/** `AmazonEKSViewPolicy` of its ARN. */
export const policyNameIn = (arn: unknown): string =>
  /^arn:aws:eks::aws:cluster-access-policy\/(\w+)$/.exec(String(arn))?.[1] ?? ''

const associationRefusal = (world: World, args: Attributes): Refusal | undefined => {
  const cluster = clusterOr(world, args['clusterName'])
  if (isRefusal(cluster)) return cluster
  return firstRefusal(
    () =>
      policyNameIn(args['policyArn']) in accessPolicies
        ? undefined
        : refuse('InvalidParameterException', 'The policyArn parameter format is not valid'),
    () => scopeFits(args['accessScope']),
    () => entryFits(world, args),
  )
}

const scopeFits = (scope: unknown): Refusal | undefined => {
  const { type, namespaces = [] } = (scope ?? {}) as Readonly<{ type?: string; namespaces?: readonly string[] }>
  const hasNamespaces = namespaces.length > 0
  return (type === 'cluster' && !hasNamespaces) || (type === 'namespace' && hasNamespaces)
    ? undefined
    : refuse('InvalidParameterException', 'Namespaces must be given for the scope namespace, and for no other')
}

const entryFits = (world: World, { clusterName, principalArn }: Attributes): Refusal | undefined => {
  const entry = world.get('AccessEntry', `${clusterName}:${principalArn}`)
  if (!entry)
    return refuse(
      'ResourceNotFoundException',
      "The specified principalArn could not be found. You can view your available principal ARNs using 'list-access-entries'.",
      { status: 404, wants: 'AccessEntry' },
    )
  return entry.attributes['type'] === 'STANDARD'
    ? undefined
    : refuse('InvalidRequestException', `Access policies can only be associated with entries of type STANDARD`)
}

const described = ({ now }: World): Attributes => {
  const at = new Date(now).toISOString()
  return { associatedAt: at, modifiedAt: at }
}
