import { allOf, each } from '../checks.ts'
import { looksSecret } from '../literal-secrets.ts'
import type { Rule } from '../rule.ts'
import { actualTier } from '../tiers.ts'
import type { Placed, View } from '../view.ts'

/** Rules of the nodes: how they are started, where they lie, and who may get onto them. */
export const nodeRules: readonly Rule[] = [
  {
    id: 'NOD-01',
    title: 'Nodes give out credentials for a session token only',
    kinds: ['ec2/LaunchTemplate', 'eks/NodeGroup'],
    severity: 'error',
    refs: ['CKV_AWS_79', 'AWS-0130', 'EC2.8', 'ec2_launch_template_imdsv2_required'],
    why: 'With the first version of the metadata service any request that a program can be tricked into reveals the credentials of the node.',
    cure: 'Set metadataOptions.httpTokens to required in the launch template of the group.',
    check: allOf(
      each(
        'ec2/LaunchTemplate',
        ({ asked }) => asked.metadataOptions?.httpTokens !== 'required' && 'takes requests without a token',
      ),
      each(
        'eks/NodeGroup',
        ({ asked }) => !asked.launchTemplate && 'has no launch template, so that nobody says how its nodes start',
      ),
    ),
  },
  {
    id: 'NOD-02',
    title: 'Pods do not reach the metadata of their node',
    kinds: ['ec2/LaunchTemplate'],
    severity: 'error',
    refs: ['CKV_AWS_341'],
    why: 'A pod is one network hop further away than its node. With a limit of one hop it has the identity of its service account and never that of the node.',
    cure: 'Set metadataOptions.httpPutResponseHopLimit to 1.',
    check: each('ec2/LaunchTemplate', ({ asked }) => {
      const hops = asked.metadataOptions?.httpPutResponseHopLimit
      return hops !== 1 && `answers over ${hops ?? 'any number of'} hops`
    }),
  },
  {
    id: 'NOD-03',
    title: 'Disks of nodes are encrypted gp3',
    kinds: ['ec2/LaunchTemplate'],
    severity: 'error',
    development: 'a key of AWS instead of our own',
    refs: ['CKV_AWS_8', 'AWS-0008', 'AWS-0131'],
    why: 'Images, logs and unpacked Secrets lie on them. gp3 is cheaper than gp2 and does not grow slow when it is small.',
    cure: 'Encrypt every block device of the launch template with the key of the cluster, and set volumeType to gp3.',
    check: each('ec2/LaunchTemplate', ({ asked }, { production }) =>
      badDisk(asked.blockDeviceMappings ?? [], production),
    ),
  },
  {
    id: 'NOD-04',
    title: 'Nodes have no public address and no secret in their start-up script',
    kinds: ['ec2/LaunchTemplate'],
    severity: 'error',
    refs: ['EC2.25', 'AWS-0009', 'AWS-0129'],
    why: 'A node with a public address is found and tried; whoever may describe instances can read the script.',
    cure: 'Leave associatePublicIpAddress out, and let nodes fetch secrets with their identity.',
    check: each('ec2/LaunchTemplate', ({ asked }) => {
      const isPublic = (asked.networkInterfaces ?? []).some((one) => one.associatePublicIpAddress === 'true')
      if (isPublic) return 'gives its nodes public addresses'
      const script = Buffer.from(asked.userData ?? '', 'base64').toString('utf8')
      return (
        (looksSecret(script) || looksSecret(asked.userData ?? '')) && 'has something like a secret in its user data'
      )
    }),
  },
  {
    id: 'NOD-05',
    title: 'Nodes lie in private subnets only',
    kinds: ['eks/NodeGroup', 'ec2/Subnet'],
    severity: 'error',
    refs: ['CIS 5.4.3', 'BPG'],
    why: 'What is not on the internet cannot be reached from there, whatever a security group says.',
    cure: 'Give the group the private subnets of the network.',
    check: each('eks/NodeGroup', ({ asked }, view) => {
      const wrong = (asked.subnetIds ?? []).filter((id) => !isPrivate(view, id))
      if (!asked.subnetIds?.length) return 'names no subnets'
      return wrong.length > 0 && `lies in ${wrong.join(', ')}, which is no private subnet of the platform`
    }),
  },
  {
    id: 'NOD-06',
    title: 'Nobody logs in to nodes over SSH',
    kinds: ['eks/NodeGroup'],
    severity: 'error',
    refs: ['CKV_AWS_100', 'BPG'],
    why: 'A key that opens every node is shared, copied and never changed. Session Manager opens one, for one person, on the record.',
    cure: 'Remove remoteAccess.',
    check: each('eks/NodeGroup', ({ asked }) => asked.remoteAccess !== undefined && 'is open to SSH'),
  },
  {
    id: 'NOD-07',
    title: 'Nodes run a system that gets updates',
    kinds: ['eks/NodeGroup'],
    severity: 'error',
    refs: [],
    why: 'Amazon Linux 2 has had no updates since June 2026 and has no image for any version of Kubernetes that we make.',
    cure: 'Set amiType to one of AL2023 or BOTTLEROCKET.',
    check: each(
      'eks/NodeGroup',
      ({ asked }) =>
        !/^(AL2023|BOTTLEROCKET)_/.test(asked.amiType ?? '') && `runs ${asked.amiType ?? 'what EKS happens to choose'}`,
    ),
  },
  {
    id: 'NOD-08',
    title: 'Nodes are updated a few at a time, and broken ones replaced',
    kinds: ['eks/NodeGroup'],
    severity: 'error',
    refs: ['BPG'],
    why: 'Without a limit an update drains too much at once; without repair a node that hangs keeps its pods.',
    cure: 'Set updateConfig, and nodeRepairConfig.enabled to true.',
    check: each('eks/NodeGroup', ({ asked }) => {
      if (!asked.updateConfig) return 'does not say how many nodes an update may take away'
      return asked.nodeRepairConfig?.enabled !== true && 'does not replace broken nodes'
    }),
  },
  {
    id: 'NOD-09',
    title: 'The number of nodes is left to the autoscaler',
    kinds: ['eks/NodeGroup'],
    severity: 'error',
    refs: [],
    why: 'A number of nodes that stands in the spec for good is written back each time the autoscaler has changed it.',
    instead:
      'The provider compares desiredSize even where it says that it ignores it, so the whole scalingConfig is asked for at creation only; an edit of the bounds is asked for with the observed size until it has been made.',
    cure: 'Put scalingConfig under initProvider, and leave LateInitialize out of managementPolicies.',
    check: each('eks/NodeGroup', ({ resource }) => {
      const { forProvider, initProvider, managementPolicies } = resource.spec
      if (forProvider['scalingConfig'] || !initProvider?.['scalingConfig']) return 'fixes the number of its nodes'
      const late = (managementPolicies ?? ['*']).some((policy) => policy === '*' || policy === 'LateInitialize')
      return late && 'copies the number of its nodes into its spec'
    }),
  },
  {
    id: 'NOD-10',
    title: 'Nodes are at most three minor versions behind their cluster',
    kinds: ['eks/NodeGroup', 'eks/Cluster'],
    severity: 'error',
    refs: ['BPG'],
    why: 'Kubernetes supports no wider distance, and none at all where the node is ahead.',
    cure: 'Leave version out of the group, so that it follows the cluster.',
    check: each('eks/NodeGroup', ({ asked }, view) => {
      const cluster = view.of('eks/Cluster').find(({ id }) => id === asked.clusterName)
      if (!asked.version || !cluster?.asked.version) return undefined
      const behind = minor(cluster.asked.version) - minor(asked.version)
      return (behind < 0 || behind > 3) && `runs ${asked.version} in a cluster of ${cluster.asked.version}`
    }),
  },
]

type Disks = NonNullable<Placed<'ec2/LaunchTemplate'>['asked']['blockDeviceMappings']>

const badDisk = (disks: Disks, production: boolean): string | undefined => {
  const volumes = disks.flatMap(({ ebs }) => ebs ?? [])
  if (volumes.length === 0) return 'does not say how its disks are encrypted'
  if (volumes.some(({ encrypted }) => encrypted !== 'true')) return 'has a disk that is not encrypted'
  if (volumes.some(({ volumeType }) => volumeType !== 'gp3')) return 'has a disk that is not gp3'
  if (production && volumes.some(({ kmsKeyId }) => !kmsKeyId)) return 'has a disk without a key of ours'
  return undefined
}

/** A layer by itself cannot know the subnets of another. */
const isPrivate = (view: View, id: string): boolean => {
  const subnet = view.of('ec2/Subnet').find((one) => one.id === id)
  return subnet ? actualTier(view, subnet) === 'private' : view.graph.partial === true
}

const minor = (version: string): number => Number(version.split('.')[1])
