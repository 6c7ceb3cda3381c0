import { asItIs } from '../../as-it-is.ts'
import type { Layer } from '../../layer.ts'
import { type Desired, managed } from '../../managed.ts'
import { hyphenName } from '../../names.ts'
import { observation } from '../../observed.ts'
import type { Group } from './generation.ts'
import { keyArnOf } from './key.ts'
import type { Present } from './node-group-plan.ts'
import { type ClusterPlan, keys } from './plan.ts'

/**
 * What EC2 instances of a group are like: credentials of the node only by IMDSv2 and not from inside a pod (one hop), encrypted
 * disks, our tags. Machine image, instance type and security group are left to EKS. None until the key is there: it is named by
 * ARN, because what a reference inside a list resolves to, Crossplane and the provider would take from each other for ever.
 */
export const launchTemplate = (cluster: ClusterPlan, { group, generation }: Present): Desired[] => {
  const { layer, spec, observed } = cluster
  const key = keys.launchTemplate(generation)
  const kmsKeyId = spec.customKey ? keyArnOf(cluster) : undefined
  if (spec.customKey && !kmsKeyId) return asItIs(observed, 'ec2/LaunchTemplate', key)
  const tags = { ...tagsOfInstances(layer), Name: `${layer.owner.namespace}/${layer.owner.name}-${group.name}` }
  const template = managed(layer, 'ec2/LaunchTemplate', key, {
    name: launchTemplateName(cluster, generation),
    description: `Nodes of group ${group.name}`,
    metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
    blockDeviceMappings: disksOf(group).map(({ deviceName, volumeSize }) => ({
      deviceName,
      ebs: {
        ...{ volumeType: 'gp3', encrypted: 'true', deleteOnTermination: 'true' },
        ...(volumeSize ? { volumeSize } : {}),
        ...(kmsKeyId ? { kmsKeyId } : {}),
      },
    })),
    tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({ resourceType, tags })),
    updateDefaultVersion: true,
  })
  return [template]
}

// AWS takes 50 tags: 40 of the user, five of ours, and five that EKS gives the instances of a group for the autoscaler
const tagsOfInstances = ({ tags }: Layer): Readonly<Record<string, string>> => {
  const { 'taskplatform.dev/layer': _, ...others } = tags
  return others
}

/** Name of the launch template of a generation. */
export const launchTemplateName = ({ layer }: Pick<ClusterPlan, 'layer'>, generation: string): string =>
  hyphenName(layer.owner, { max: 128, suffix: generation })

/** Newest version of the launch template; what the group was made with, if the status is missing. */
export const launchTemplateVersion = ({ observed }: ClusterPlan, generation: string): string | undefined =>
  observation(observed, 'ec2/LaunchTemplate', keys.launchTemplate(generation)).latestVersion?.toString()

/** Bottlerocket keeps images and pods on a second disk; the first is its system alone. Source: Bottlerocket, "Default volumes". */
const disksOf = ({ amiType, diskGiB }: Group): readonly Readonly<{ deviceName: string; volumeSize?: number }>[] =>
  amiType.startsWith('BOTTLEROCKET')
    ? [{ deviceName: '/dev/xvda' }, { deviceName: '/dev/xvdb', volumeSize: diskGiB }]
    : [{ deviceName: '/dev/xvda', volumeSize: diskGiB }]
