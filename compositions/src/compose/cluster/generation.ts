import { createHash } from 'node:crypto'
import type { PlatformClusterSpec } from '@taskplatform/crds/layers/cluster'

/** A group of nodes as the spec describes it, with what it leaves out filled in. */
export type Group = { readonly [Field in keyof SpecGroup]-?: NonNullable<SpecGroup[Field]> }

type SpecGroup = PlatformClusterSpec['nodeGroups'][number]

/** Groups of the spec with their defaults: those of the profile are filled in by the operator, these are for a layer alone. */
export const groupsOf = ({ nodeGroups }: PlatformClusterSpec): Group[] =>
  nodeGroups.map((group) => ({
    ...group,
    capacityType: group.capacityType ?? 'OnDemand',
    amiType: group.amiType ?? 'AL2023_x86_64_STANDARD',
    diskGiB: group.diskGiB ?? 50,
    labels: group.labels ?? {},
    taints: group.taints ?? [],
  }))

/**
 * Name of the present generation of a group: its name and a hash of all that EKS cannot change in place. What changes one of them
 * makes another generation beside the old one. The same for ever for the same group, or nodes would be replaced.
 */
export const generationOf = (group: Group, subnetIds: readonly string[]): string => {
  const { name, instanceTypes, capacityType, amiType, diskGiB } = group
  const hash = createHash('sha256')
    .update(JSON.stringify([instanceTypes, capacityType, amiType, diskGiB, subnetIds]))
    .digest('hex')
  return `${name}-${hash.slice(0, 8)}`
}

/** Name of the group that a generation belongs to. */
export const groupNameOf = (generation: string): string => generation.slice(0, -9)
