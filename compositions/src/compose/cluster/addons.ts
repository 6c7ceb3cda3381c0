import { type AddonName, addonVersionsOf, type KubernetesVersion } from '@taskplatform/crds/releases'
import { type Desired, managed, refTo } from '../../managed.ts'
import { areReady, mayBeMade } from '../gate.ts'
import { addonIdentityOf, addonRoleArn } from './addon-identities.ts'
import { type AddonEntry, addonTable } from './addon-table.ts'
import { hasNodes } from './node-readiness.ts'
import { type ClusterPlan, keys } from './plan.ts'

/** The add-ons: those that nodes need, and when there are nodes, those that run on them. */
export const addons = (cluster: ClusterPlan): Desired[] =>
  addonTable
    .filter((entry) => isWanted(cluster, entry) && isAsked(cluster, entry))
    .map((entry) => addon(cluster, entry))

/** Whether everything that a node needs to become ready is there. */
export const nodesMayCome = ({ observed }: ClusterPlan): boolean =>
  areReady(
    observed,
    addonTable
      .filter(({ when }) => when === 'before')
      .map(({ name }) => ({ kind: 'eks/Addon', key: keys.addon(name) })),
  )

/** Whether every add-on has the version that goes with the control plane: nodes come last in an upgrade. */
export const addonsFollow = (cluster: ClusterPlan): boolean =>
  addonTable
    .filter((entry) => isWanted(cluster, entry))
    .every(({ name }) => {
      const key = keys.addon(name)
      const asked = cluster.observed[key]?.spec.forProvider['addonVersion']
      return asked === versionOf(cluster, name) && areReady(cluster.observed, [{ kind: 'eks/Addon', key }])
    })

/** Whether add-ons that run on nodes are still there. */
export const addonsRunOnNodes = ({ observed }: ClusterPlan): boolean =>
  addonTable.some(({ name, when }) => when === 'after' && observed[keys.addon(name)] !== undefined)

const isWanted = ({ spec }: ClusterPlan, { when }: AddonEntry): boolean => when === 'before' || !spec.retiring

const isAsked = (cluster: ClusterPlan, entry: AddonEntry): boolean => {
  const key = keys.addon(entry.name)
  const placed = entry.when === 'before' || hasNodes(cluster) || cluster.observed[key] !== undefined
  return (
    placed &&
    mayBeMade(cluster.observed, key, [{ kind: 'eks/Cluster', key: keys.cluster }, ...addonIdentityOf(cluster, entry)])
  )
}

const addon = (cluster: ClusterPlan, entry: AddonEntry): Desired => {
  const version = versionOf(cluster, entry.name)
  return managed(
    cluster.layer,
    'eks/Addon',
    keys.addon(entry.name),
    {
      clusterNameRef: refTo(cluster.layer, keys.cluster),
      addonName: entry.name,
      ...(version ? { addonVersion: version } : {}),
      ...(entry.configuration ? { configurationValues: JSON.stringify(entry.configuration) } : {}),
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'OVERWRITE',
      ...credentials(cluster, entry),
    },
    // without LateInitialize: the role of the one way of identity must not linger in the spec after a change to the other
    { managementPolicies: ['Observe', 'Create', 'Update', 'Delete'] },
  )
}

/** By ARN, not by reference: what a reference resolved to would stay behind. */
const credentials = (cluster: ClusterPlan, entry: AddonEntry) => {
  const roleArn = addonRoleArn(cluster, entry)
  if (!entry.identity || !roleArn) return {}
  const { serviceAccount } = entry.identity
  return cluster.spec.workloadIdentity === 'IRSA'
    ? { serviceAccountRoleArn: roleArn }
    : { podIdentityAssociation: [{ serviceAccount, roleArn }] }
}

/** While the control plane is being upgraded an add-on keeps the version that it has. */
const versionOf = ({ spec, versions, observed }: ClusterPlan, name: AddonName): string | undefined => {
  const held = observed[keys.addon(name)]?.spec.forProvider['addonVersion'] as string | undefined
  if (held && versions.isMoving) return held
  // EKS may have gone beyond the versions of the release: what was right for the one before still works there
  return spec.addonVersions[name] ?? addonVersionsOf[versions.running as KubernetesVersion]?.[name] ?? held
}
