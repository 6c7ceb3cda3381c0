import { createHash } from 'node:crypto'
import { partitionOf } from '../../aws-facts.ts'
import { type Desired, managed, refTo } from '../../managed.ts'
import { bounded } from '../../names.ts'
import { mayBeMade } from '../gate.ts'
import { type ClusterPlan, keys } from './plan.ts'

/**
 * Who may administer the cluster, and the kubeconfig of the provider's principal. Nobody else gets in: there is no aws-auth. Asked
 * for when the cluster answers: the provider tries in vain ever more slowly.
 */
export const access = (cluster: ClusterPlan): Desired[] => {
  const wanted = [...principalsOf(cluster).flatMap((arn) => administrator(cluster, arn)), clusterAuth(cluster)]
  return wanted.filter(({ key }) => mayBeMade(cluster.observed, key, [{ kind: 'eks/Cluster', key: keys.cluster }]))
}

/** Name of the Secret with the kubeconfig, in the namespace of the composite. */
export const kubeconfigSecretName = ({ layer }: ClusterPlan): string => bounded(`${layer.owner.name}-kubeconfig`, 253)

const principalsOf = ({ spec }: ClusterPlan): string[] => [
  ...new Set([spec.providerPrincipalArn, ...spec.admins.map(({ principalArn }) => principalArn)]),
]

const administrator = ({ layer }: ClusterPlan, principalArn: string): Desired[] => {
  const who = createHash('sha256').update(principalArn).digest('hex').slice(0, 8)
  const clusterNameRef = refTo(layer, keys.cluster)
  return [
    managed(layer, 'eks/AccessEntry', keys.accessEntry(who), { clusterNameRef, principalArn, type: 'STANDARD' }),
    managed(layer, 'eks/AccessPolicyAssociation', keys.accessPolicy(who), {
      clusterNameRef,
      // from the entry, which must be there first
      principalArnRef: refTo(layer, keys.accessEntry(who)),
      policyArn: `arn:${partitionOf(layer.region)}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
      accessScope: { type: 'cluster' },
    }),
  ]
}

/** Its tokens live for 15 minutes and are made anew every 10, signed with the identity of the provider. */
const clusterAuth = (cluster: ClusterPlan): Desired =>
  managed(
    cluster.layer,
    'eks/ClusterAuth',
    keys.clusterAuth,
    { clusterNameRef: refTo(cluster.layer, keys.cluster), refreshPeriod: '10m0s' },
    { connectionSecret: kubeconfigSecretName(cluster) },
  )
