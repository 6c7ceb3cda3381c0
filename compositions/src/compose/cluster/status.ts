import type { PlatformClusterStatus } from '@taskplatform/crds/layers/cluster'
import { observation } from '../../observed.ts'
import { known } from '../known.ts'
import { kubeconfigSecretName } from './access.ts'
import { addonsVersion } from './addons.ts'
import { generationOf, groupsOf } from './generation.ts'
import { keyArnOf } from './key.ts'
import { issuerOf } from './oidc-provider.ts'
import { type ClusterPlan, keys, nodesVersion } from './plan.ts'

/** What other layers and the operator need to know, each as soon as AWS has told. */
export const clusterStatus = (cluster: ClusterPlan): PlatformClusterStatus => {
  const { observed, account, name, logGroup } = cluster
  const { arn, endpoint, version, vpcConfig, deletionProtection } = observation(observed, 'eks/Cluster', keys.cluster)
  return {
    ...known({
      accountId: account,
      clusterName: observed[keys.cluster] ? name : undefined,
      clusterArn: arn,
      endpoint,
      version,
      nodesVersion: nodesVersion(observed),
      addonsVersion: addonsVersion(cluster),
      deletionProtection,
      oidcIssuer: issuerOf(cluster),
      oidcProviderArn: observation(observed, 'iam/OpenIDConnectProvider', keys.oidcProvider).arn,
      securityGroupId: vpcConfig?.clusterSecurityGroupId,
      nodeRoleArn: observation(observed, 'iam/Role', keys.nodeRole).arn,
      keyArn: keyArnOf(cluster),
      logGroupName: observed[keys.logGroup] ? logGroup : undefined,
      kubeconfigSecretRef: observed[keys.clusterAuth] ? { name: kubeconfigSecretName(cluster) } : undefined,
    }),
    nodeGroups: groupsOf(cluster.spec).map((group) =>
      groupStatus(cluster, group.name, generationOf(group, cluster.spec.subnetIds)),
    ),
  }
}

const groupStatus = ({ observed }: ClusterPlan, name: string, generation: string) => {
  const key = keys.nodeGroup(generation)
  const { status, version, scalingConfig, resources } = observation(observed, 'eks/NodeGroup', key)
  const autoScalingGroupNames = resources?.flatMap(({ autoscalingGroups = [] }) =>
    autoscalingGroups.flatMap((group) => (group.name ? [group.name] : [])),
  )
  return {
    name,
    ...known({
      nodeGroupName: observed[key] ? generation : undefined,
      status,
      version,
      desiredSize: scalingConfig?.desiredSize,
      autoScalingGroupNames,
    }),
  }
}
