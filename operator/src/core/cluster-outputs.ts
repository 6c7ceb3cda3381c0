import { reportOf } from './layer-reports.ts'
import type { Missing } from './missing.ts'
import type { Observed } from './observed.ts'

/** What PlatformCluster reports once EKS has made the cluster, and other layers are built from. */
export type ClusterOutputs = Readonly<{
  clusterName: string
  clusterArn: string
  /** Security group that EKS made for the cluster: nodes and pods are in it. */
  securityGroupId: string
  oidcIssuer: string | undefined
  oidcProviderArn: string | undefined
}>

/** Reads what the cluster reports, once it is active: its security group is the last that AWS tells. */
export function clusterOutputs(observed: Observed): ClusterOutputs | Missing {
  const { clusterName, clusterArn, securityGroupId, oidcIssuer, oidcProviderArn } = reportOf(observed, 'Cluster')
  if (!clusterName || !clusterArn) return { waitingFor: 'the EKS cluster', from: ['Cluster'] }
  if (!securityGroupId) return { waitingFor: 'the security group of the EKS cluster', from: ['Cluster'] }
  return { clusterName, clusterArn, securityGroupId, oidcIssuer, oidcProviderArn }
}

/** Auto Scaling groups of all groups of nodes, once each has its own; they are the dimensions of alarms, which must not come and go. */
export function autoScalingGroupNames(observed: Observed): readonly string[] | undefined {
  const groups = reportOf(observed, 'Cluster').nodeGroups ?? []
  const names = groups.map(({ autoScalingGroupNames }) => autoScalingGroupNames ?? [])
  return names.length > 0 && names.every((each) => each.length > 0) ? names.flat() : undefined
}
