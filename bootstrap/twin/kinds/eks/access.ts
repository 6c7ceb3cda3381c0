import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { World } from '../../service/world.ts'
import { accessPolicies, policyNameIn } from './access-policy-association.ts'
import { inCluster, nameInArn } from './found.ts'

/** Who somebody is within a cluster. */
export type ClusterUser = Readonly<{ username: string; groups: readonly string[] }>

/** Whom a cluster takes a principal of IAM for; `undefined` if it does not let it in. */
export const userOf = (world: World, cluster: AwsResource, principalArn: string): ClusterUser | undefined => {
  const { authenticationMode } = cluster.attributes['accessConfig'] as Readonly<{ authenticationMode: string }>
  const entry = world.get('AccessEntry', `${cluster.id}:${principalArn}`)
  if (!entry || !authenticationMode.includes('API')) return undefined
  const given = (entry.attributes['kubernetesGroups'] ?? []) as readonly string[]
  return { username: nameOf(entry.attributes), groups: [...given, ...policyGroups(world, cluster, principalArn)] }
}

/** The group of whoever has one of EKS' policies on a whole cluster; those of administrators are Kubernetes' own. */
export const policyGroup = (policy: string): string =>
  accessPolicies[policy] === 'cluster-admin' ? 'system:masters' : `eks-access-policy:${policy}`

/** Rights on single namespaces are not played: such an association lets in, and grants nothing. */
const policyGroups = (world: World, { id }: AwsResource, principalArn: string): string[] =>
  inCluster(world, 'AccessPolicyAssociation', id)
    .filter(({ attributes }) => attributes['principalArn'] === principalArn && isOnCluster(attributes))
    .map(({ attributes }) => policyGroup(policyNameIn(attributes['policyArn'])))

const isOnCluster = ({ accessScope }: Attributes): boolean =>
  (accessScope as Readonly<{ type?: string }> | undefined)?.type === 'cluster'

const nameOf = ({ userName, principalArn }: Attributes): string =>
  String(userName ?? principalArn).replace('{{SessionName}}', `twin-${nameInArn(principalArn)}`)
