import { type AddonName, addonVersionsOf, type KubernetesVersion } from '@taskplatform/crds/releases'
import { kubernetesVersions } from '@taskplatform/crds/spec/cluster'
import { type Desired, managed, refTo } from '../../managed.ts'
import { asked, observation } from '../../observed.ts'
import { areReady, mayBeMade } from '../gate.ts'
import { addonIdentityOf, addonRoleArn } from './addon-identities.ts'
import { type AddonEntry, addonTable } from './addon-table.ts'
import { hasNodes, nodesHave } from './node-readiness.ts'
import { type ClusterPlan, keys } from './plan.ts'
import { minorOf } from './versions.ts'

/** The add-ons: those that nodes need, and when there are nodes, those that run on them. */
export const addons = (cluster: ClusterPlan): Desired[] =>
  wanted(cluster)
    .filter((entry) => isAsked(cluster, entry))
    .map((entry) => addon(cluster, entry))

/** Whether everything that a node needs to become ready is there. */
export const nodesMayCome = ({ observed }: ClusterPlan): boolean =>
  areReady(
    observed,
    addonTable
      .filter(({ when }) => when === 'before')
      .map(({ name }) => ({ kind: 'eks/Addon', key: keys.addon(name) })),
  )

/** Kubernetes version whose set of add-ons runs, the newest that fits; undefined while an add-on changes. */
export const addonsVersion = (cluster: ClusterPlan): string | undefined =>
  [...kubernetesVersions]
    .reverse()
    .filter((version) => minorOf(version) <= minorOf(cluster.versions.running))
    .find((version) => wanted(cluster).every(({ name }) => runs(cluster, name, setVersion(cluster, name, version))))

/** Whether add-ons that run on nodes are still there. */
export const addonsRunOnNodes = ({ observed }: ClusterPlan): boolean =>
  addonTable.some(({ name, when }) => when === 'after' && observed[keys.addon(name)] !== undefined)

const wanted = ({ spec }: ClusterPlan): readonly AddonEntry[] =>
  addonTable.filter(({ when }) => when === 'before' || !spec.retiring)

const runs = ({ observed }: ClusterPlan, name: AddonName, version: string | undefined): boolean => {
  const key = keys.addon(name)
  const { addonVersion } = observation(observed, 'eks/Addon', key)
  return addonVersion === version && areReady(observed, [{ kind: 'eks/Addon', key }])
}

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

/** In an upgrade add-ons come last: until control plane and nodes are there, an add-on keeps the version that it has. */
const versionOf = (cluster: ClusterPlan, name: AddonName): string | undefined => {
  const { spec, versions, observed } = cluster
  const held = asked(observed, 'eks/Addon', keys.addon(name)).addonVersion
  if (held && versions.isMoving) return held
  const mayFollow = !held || nodesHave(cluster, versions.addons)
  // EKS may have gone beyond the versions of the release: what was right for the one before still works there
  return spec.addonVersions[name] ?? (mayFollow ? setVersion(cluster, name, versions.addons) : held) ?? held
}

const setVersion = ({ spec }: ClusterPlan, name: AddonName, version: string): string | undefined =>
  spec.addonVersions[name] ?? addonVersionsOf[version as KubernetesVersion]?.[name]
