import { partitionOf } from '../../aws-facts.ts'
import { type Desired, managed, refTo } from '../../managed.ts'
import { awsName } from '../../names.ts'
import { type Observed, observation } from '../../observed.ts'
import { type Awaited, mayBeMade } from '../gate.ts'
import { type ServiceAccount, workloadTrust } from '../workload-trust.ts'
import { type AddonEntry, addonTable } from './addon-table.ts'
import { issuerOf } from './oidc-provider.ts'
import { type ClusterPlan, clusterArn, keys } from './plan.ts'
import { managedPolicyArn } from './roles.ts'

/** Roles of the add-ons that use AWS: the network of pods, and volumes. Each with the policy that AWS keeps for it. */
export const addonIdentities = (cluster: ClusterPlan): Desired[] =>
  addonTable.flatMap((entry) => (entry.identity ? identity(cluster, entry, entry.identity) : []))

/** ARN of the role of an add-on, known before it exists. Undefined until the account is known. */
export const addonRoleArn = (cluster: ClusterPlan, { name }: AddonEntry): string | undefined =>
  observation(cluster.observed, 'iam/Role', keys.addonRole(name)).arn ??
  (cluster.account
    ? `arn:${partitionOf(cluster.layer.region)}:iam::${cluster.account}:role/${roleName(cluster, name)}`
    : undefined)

/** What an add-on with an identity waits for. */
export const addonIdentityOf = ({ spec }: ClusterPlan, { name, identity }: AddonEntry): Awaited[] => {
  if (!identity) return []
  return [
    ...(spec.workloadIdentity === 'IRSA'
      ? [{ kind: 'iam/OpenIDConnectProvider', key: keys.oidcProvider } as const]
      : []),
    { kind: 'iam/Role', key: keys.addonRole(name) },
    { kind: 'iam/RolePolicyAttachment', key: keys.addonRolePolicy(name) },
  ]
}

const identity = (
  cluster: ClusterPlan,
  { name }: AddonEntry,
  { policy, ...serviceAccount }: NonNullable<AddonEntry['identity']>,
): Desired[] => {
  const { layer, observed } = cluster
  const roleKey = keys.addonRole(name)
  const trust = trustOf(cluster, serviceAccount) ?? trustBefore(observed, roleKey)
  if (!trust || !mayBeMade(observed, roleKey, [{ kind: 'eks/Cluster', key: keys.cluster }])) return []
  return [
    managed(
      layer,
      'iam/Role',
      roleKey,
      {
        description: `Add-on ${name} of ${layer.owner.namespace}/${layer.owner.name}`,
        assumeRolePolicy: trust,
      },
      { externalName: roleName(cluster, name) },
    ),
    managed(layer, 'iam/RolePolicyAttachment', keys.addonRolePolicy(name), {
      roleRef: refTo(layer, roleKey),
      policyArn: managedPolicyArn(layer.region, policy),
    }),
  ]
}

const roleName = ({ layer }: ClusterPlan, name: string): string =>
  awsName(layer.owner, `${layer.region}.${name}`, { max: 64 })

/** Undefined until the cluster has told its issuer, and somebody the account. */
const trustOf = (cluster: ClusterPlan, workload: ServiceAccount): string | undefined => {
  const { layer, spec, account } = cluster
  const oidcIssuer = issuerOf(cluster)
  if (!account) return undefined
  if (spec.workloadIdentity === 'PodIdentity')
    return workloadTrust({ by: 'PodIdentity', account, clusterArn: clusterArn(cluster, account) }, workload)
  if (!oidcIssuer) return undefined
  const path = oidcIssuer.replace(/^https:\/\//, '')
  const oidcProviderArn = `arn:${partitionOf(layer.region)}:iam::${account}:oidc-provider/${path}`
  return workloadTrust({ by: 'IRSA', oidcIssuer, oidcProviderArn }, workload)
}

/** A role is never taken away because a status is missing. */
const trustBefore = (observed: Observed, roleKey: string): string | undefined =>
  observed[roleKey]?.spec.forProvider['assumeRolePolicy'] as string | undefined
