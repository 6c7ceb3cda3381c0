import { parsePlatformClusterSpec } from '@taskplatform/crds/contract'
import type { PlatformClusterSpec } from '@taskplatform/crds/layers/cluster'
import type { AddonName } from '@taskplatform/crds/releases'
import { partitionOf } from '../../aws-facts.ts'
import { type Layer, readComposite } from '../../layer.ts'
import { hyphenName } from '../../names.ts'
import { type Observed, observation } from '../../observed.ts'
import { accountOf } from '../account.ts'
import { lower, type Versions, versionsOf } from './versions.ts'

/** All that the parts of a cluster decide from. */
export type ClusterPlan = Readonly<{
  layer: Layer
  spec: PlatformClusterSpec
  observed: Observed
  /** Name of the cluster in EKS, known before it exists. */
  name: string
  logGroup: string
  /** Number of the account, as soon as anything tells. */
  account: string | undefined
  versions: Versions
}>

/** Composition keys. They never change their meaning. */
export const keys = {
  autoScalingRole: 'auto-scaling-role',
  key: 'key',
  logGroup: 'log-group',
  clusterRole: 'cluster-role',
  clusterRolePolicy: 'cluster-role-policy',
  nodeRole: 'node-role',
  nodeRolePolicy: (policy: string) => `node-role-policy-${policy}`,
  cluster: 'cluster',
  clusterAuth: 'cluster-auth',
  accessEntry: (who: string) => `access-entry-${who}`,
  accessPolicy: (who: string) => `access-policy-${who}`,
  oidcProvider: 'oidc-provider',
  addon: (name: AddonName) => `addon-${name}`,
  addonRole: (name: AddonName) => `addon-role-${name}`,
  addonRolePolicy: (name: AddonName) => `addon-role-policy-${name}`,
  launchTemplate: (generation: string) => `launch-template-${generation}`,
  nodeGroup: (generation: string) => `${nodeGroupPrefix}${generation}`,
} as const

/** Beginning of the keys of node groups; the name and the hash of the generation follow. */
export const nodeGroupPrefix = 'node-group-'

/** Reads a PlatformCluster. Throws a `MalformedCompositeError` that names each bad field. */
export const clusterPlan = (composite: unknown, observed: Observed): ClusterPlan => {
  const { layer, spec } = readComposite(composite, { layer: 'cluster', parseSpec: parsePlatformClusterSpec })
  const name = hyphenName(layer.owner, { max: 63 })
  return {
    layer,
    spec,
    observed,
    name,
    // EKS writes to this name and to no other
    logGroup: `/aws/eks/${name}/cluster`,
    account: accountOf(spec.accountId, observed),
    versions: versionsOf({ ...spec, oldestNodes: nodesVersion(observed) }, observed[keys.cluster]),
  }
}

/** Lowest Kubernetes version that nodes of any group run, as EKS reports it; undefined while one is unknown, or there is none. */
export const nodesVersion = (observed: Observed): string | undefined => {
  const versions = Object.keys(observed)
    .filter((key) => key.startsWith(nodeGroupPrefix))
    .map((key) => observation(observed, 'eks/NodeGroup', key).version)
  const known = versions.filter((version) => version !== undefined)
  return known.length > 0 && known.length === versions.length ? known.reduce(lower) : undefined
}

/** ARN of the cluster, known before it exists. */
export const clusterArn = ({ layer, name }: ClusterPlan, account: string): string =>
  `arn:${partitionOf(layer.region)}:eks:${layer.region}:${account}:cluster/${name}`
