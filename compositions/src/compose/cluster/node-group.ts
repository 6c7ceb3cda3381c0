import { type Desired, managed, refTo } from '../../managed.ts'
import type { Group } from './generation.ts'
import { launchTemplateName } from './launch-template.ts'
import type { Present } from './node-group-plan.ts'
import { initialSizes, sizesToApply } from './node-group-sizes.ts'
import type { Roll } from './node-roll.ts'
import { type ClusterPlan, keys } from './plan.ts'

/** A managed group of nodes in private subnets. Its size is the autoscaler's. */
export const nodeGroup = (cluster: ClusterPlan, { group, generation }: Present, roll: Roll): Desired => {
  const { layer, spec, observed } = cluster
  const key = keys.nodeGroup(generation)
  const edited = sizesToApply(group.size, observed[key])
  return managed(
    layer,
    'eks/NodeGroup',
    key,
    {
      clusterNameRef: refTo(layer, keys.cluster),
      nodeRoleArnRef: refTo(layer, keys.nodeRole),
      subnetIds: spec.subnetIds,
      version: roll.version,
      launchTemplate: { name: launchTemplateName(cluster, generation), version: roll.launchTemplateVersion },
      instanceTypes: group.instanceTypes,
      capacityType: group.capacityType === 'Spot' ? 'SPOT' : 'ON_DEMAND',
      amiType: group.amiType,
      labels: { ...group.labels, 'taskplatform.dev/node-group': group.name },
      taint: group.taints.map(taint),
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      ...(edited ? { scalingConfig: edited } : {}),
    },
    {
      externalName: generation,
      // the provider compares the size whenever it stands in forProvider, and would undo what the autoscaler does
      initProvider: { scalingConfig: initialSizes(group.size) },
      managementPolicies: ['Observe', 'Create', 'Update', 'Delete'],
    },
  )
}

const taint = ({ key, value, effect }: Group['taints'][number]) => ({
  key,
  ...(value ? { value } : {}),
  effect: effects[effect],
})

const effects = {
  NoSchedule: 'NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
} as const
