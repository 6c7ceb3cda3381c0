import { profileDefaults, profileSettings } from '@taskplatform/crds/defaults'
import type { TaskPlatformSpec } from '@taskplatform/crds/taskplatform'
import type { Resolved } from '../resolve.ts'

type ClusterSpec = NonNullable<TaskPlatformSpec['cluster']>

/** A group of nodes with every default in place. */
export type ResolvedNodeGroup = NonNullable<ClusterSpec['nodeGroups']>[number]

/** The cluster with every default in place. */
export type ResolvedCluster = Readonly<{
  version: string
  /** Versions beyond which nodes and add-ons do not follow, in the middle of an upgrade. See `upgrade/guide.ts`. */
  holdNodesAt?: string
  holdAddonsAt?: string
  serviceCidr: string
  workloadIdentity: 'IRSA' | 'PodIdentity'
  apiAccess: Readonly<{ public: boolean; allowedCidrs: readonly string[] }>
  admins: NonNullable<ClusterSpec['admins']>
  nodeGroups: readonly ResolvedNodeGroup[]
  customKey: boolean
  logTypes: readonly string[]
  logRetentionDays: number
}>

/** Fills in the cluster. A later release does not upgrade Kubernetes: the version stays what was first accepted. */
export function resolveCluster(
  { profile, cluster = {} }: TaskPlatformSpec,
  recorded: Resolved['cluster'],
): ResolvedCluster {
  const defaults = profileDefaults[profile].cluster
  return {
    version: cluster.version ?? recorded?.version ?? defaults.version,
    serviceCidr: cluster.serviceCidr ?? recorded?.serviceCidr ?? defaults.serviceCidr,
    workloadIdentity: cluster.workloadIdentity ?? defaults.workloadIdentity,
    apiAccess: {
      public: cluster.apiAccess?.public ?? defaults.apiAccess.public,
      allowedCidrs: cluster.apiAccess?.allowedCidrs ?? defaults.apiAccess.allowedCidrs,
    },
    admins: cluster.admins ?? [],
    nodeGroups: (cluster.nodeGroups ?? defaults.nodeGroups).map((group) =>
      withDefaults(group as ResolvedNodeGroup, defaults.nodeGroups[0]),
    ),
    ...profileSettings[profile].cluster,
  }
}

// A group of one's own takes what it leaves out from the group of the profile, but neither its types nor its sizes.
const withDefaults = (
  group: ResolvedNodeGroup,
  { capacityType, amiType, diskGiB }: Pick<ResolvedNodeGroup, 'capacityType' | 'amiType' | 'diskGiB'>,
): ResolvedNodeGroup => ({ capacityType, amiType, diskGiB, ...group })
