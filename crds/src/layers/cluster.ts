import { z } from 'zod'
import { subnetId, vpcId } from '../aws-values.ts'
import { fixedDefaults } from '../defaults.ts'
import { list, listBy, mapOf, oneOf, text } from '../fields.ts'
import { addonNames } from '../releases.ts'
import { immutable, itemsDiffer, withRules } from '../rule.ts'
import { admin, kubernetesVersions, serviceCidr } from '../spec/cluster.ts'
import { nodeGroup } from '../spec/node-group.ts'
import { awsId, ipv4Network, logRetentionDays, objectName } from '../values.ts'
import { accountId, accountIsImmutable, givenAccountId, layerSpec, layerStatus, regionIsImmutable } from './common.ts'

/** Kinds of log that the control plane writes. Source: EKS user guide, "Send control plane logs to CloudWatch Logs". */
export const controlPlaneLogTypes = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'] as const

const apiAccess = z.object({
  public: z
    .boolean()
    .describe(
      'Whether the API server answers on the internet, to allowedCidrs only. The private endpoint is always on.',
    ),
  allowedCidrs: list(ipv4Network, { max: 40 })
    .default([])
    .describe('Networks that may reach the public endpoint. Empty closes it: it is never open to the world.'),
})

const addonVersions = withRules(mapOf(text({ min: 6, max: 64, examples: ['v1.20.4-eksbuild.2'] }), { max: 8 }), [
  {
    rule: `self.all(key, key in [${addonNames.map((name) => `'${name}'`).join(', ')}])`,
    message: `addonVersions must name add-ons that we make: ${addonNames.join(', ')}`,
  },
  {
    rule: "self.all(key, self[key].matches(r'^v[0-9]+\\.[0-9]+\\.[0-9]+-eksbuild\\.[0-9]+$'))",
    message: 'addonVersions must be versions as EKS writes them, for example v1.20.4-eksbuild.2',
  },
])

/** Spec of PlatformCluster: an EKS cluster in private subnets, its nodes and its add-ons. */
export const platformClusterSpec = withRules(
  z.object({
    ...layerSpec,
    accountId: givenAccountId,
    vpcId: vpcId.describe('VPC of the cluster. Immutable.'),
    subnetIds: withRules(
      list(subnetId, {
        min: 2,
        max: 3,
      }),
      [itemsDiffer('subnetIds must be different: one stands in the list twice')],
    ).describe(
      'Private subnets of different zones. Only appending is allowed: the control plane stays in the first ones, and the node groups are replaced one by one to use all.',
    ),
    version: oneOf(kubernetesVersions).describe(
      'Kubernetes version: of the control plane first, then of the nodes, then of the add-ons. May go up by one minor version at a time, as EKS does, and never down.',
    ),
    holdNodesAt: oneOf(kubernetesVersions)
      .optional()
      .describe('Version beyond which nodes do not follow the control plane for now. Not set means that they follow.'),
    holdAddonsAt: oneOf(kubernetesVersions)
      .optional()
      .describe('Version beyond whose set add-ons do not follow the nodes for now. Not set means that they follow.'),
    serviceCidr: serviceCidr
      .default(fixedDefaults.serviceCidr)
      .describe('Address range of Kubernetes Services; must not overlap the VPC. Immutable.'),
    apiAccess: apiAccess
      .default({ public: false, allowedCidrs: [] })
      .describe('Who reaches the API server from outside the VPC.'),
    deletionProtection: z.boolean().default(false).describe('Whether EKS refuses to delete the cluster.'),
    logTypes: withRules(list(oneOf(controlPlaneLogTypes), { max: 5 }), [
      itemsDiffer('logTypes must be different: one stands in the list twice'),
    ])
      .default([...controlPlaneLogTypes])
      .describe('Logs of the control plane that CloudWatch Logs keeps.'),
    logRetentionDays: logRetentionDays.default(90).describe('Days that CloudWatch Logs keeps them.'),
    customKey: z
      .boolean()
      .default(true)
      .describe(
        'Whether a KMS key of the layer encrypts Kubernetes Secrets, root disks and logs, instead of keys of AWS. Immutable.',
      ),
    workloadIdentity: oneOf(['IRSA', 'PodIdentity'])
      .default('IRSA')
      .describe(
        'How the add-ons get AWS credentials: by the OIDC provider of the cluster, or from the Pod Identity agent.',
      ),
    providerPrincipalArn: admin.shape.principalArn.describe(
      'Role or user that the AWS provider works as. It signs the tokens of the kubeconfig, so it becomes an administrator.',
    ),
    admins: listBy('principalArn', admin, { max: 5 }).default([]).describe('Who else administers the cluster.'),
    nodeGroups: listBy('name', nodeGroup, { min: 1, max: 5 }).describe('Groups of nodes.'),
    addonVersions: addonVersions
      .default({})
      .describe('Versions of EKS add-ons, by name, instead of those that the release pins for the Kubernetes version.'),
    retiring: z
      .boolean()
      .default(false)
      .describe('Whether add-ons that run on nodes, and then the nodes, are taken away: the step before a deletion.'),
  }),
  [
    regionIsImmutable,
    accountIsImmutable,
    immutable('vpcId', (layer) => `${layer}.vpcId`, 'a cluster cannot move to another VPC'),
    immutable('serviceCidr', (layer) => `${layer}.serviceCidr`, 'EKS cannot renumber Services'),
    immutable('customKey', (layer) => `${layer}.customKey`, 'EKS cannot change what encrypts the Secrets of a cluster'),
    {
      rule: '[0, 1, 2].all(place, place >= size(oldSelf.subnetIds) || (place < size(self.subnetIds) && self.subnetIds[place] == oldSelf.subnetIds[place]))',
      message: 'subnetIds may only be appended to: keep the subnets that are there, in their order',
    },
    {
      rule: '!has(self.holdNodesAt) || self.holdNodesAt <= self.version',
      message: 'holdNodesAt must not be above version: nodes are never newer than the control plane',
    },
    {
      rule: '!has(self.holdAddonsAt) || self.holdAddonsAt <= self.version',
      message: 'holdAddonsAt must not be above version: add-ons are never newer than the control plane',
    },
    {
      rule: 'self.version >= oldSelf.version',
      message: 'version must not go down: EKS cannot downgrade; put the old value back',
    },
  ],
)

const nodeGroupStatus = z.object({
  name: text({ max: 20 }).describe('Name of the group in the spec.'),
  nodeGroupName: awsId.optional().describe('Name in EKS; another one for each replacement.'),
  status: text({ max: 32, examples: ['ACTIVE'] })
    .optional()
    .describe('What EKS says of it.'),
  version: text({ max: 8 }).optional().describe('Kubernetes version that its nodes run.'),
  desiredSize: z.int().min(0).max(1000).optional().describe('Nodes that the autoscaler wants now.'),
  autoScalingGroupNames: list(awsId, { max: 10 }).optional().describe('Auto Scaling groups of the nodes.'),
})

/** Status of PlatformCluster: what other layers, and whoever connects to the cluster, need to know. */
export const platformClusterStatus = z.object({
  ...layerStatus,
  accountId: accountId.optional().describe('Number of the account that owns the cluster.'),
  clusterName: awsId.optional().describe('Name of the cluster in EKS.'),
  clusterArn: awsId.optional().describe('ARN of the cluster.'),
  endpoint: text({ max: 512 }).optional().describe('URL of the API server.'),
  version: text({ max: 8 }).optional().describe('Kubernetes version that the control plane runs.'),
  nodesVersion: text({ max: 8 }).optional().describe('Lowest Kubernetes version that nodes of any group run.'),
  addonsVersion: text({ max: 8 })
    .optional()
    .describe('Kubernetes version whose set of add-ons runs, all of it. Not set while add-ons change.'),
  deletionProtection: z.boolean().optional().describe('Whether EKS refuses to delete the cluster, as EKS says.'),
  oidcIssuer: text({ max: 512 }).optional().describe('URL of the issuer of service account tokens.'),
  oidcProviderArn: awsId.optional().describe('ARN of the OIDC provider in IAM, with IRSA.'),
  securityGroupId: awsId
    .optional()
    .describe('Security group that EKS made for the cluster; control plane and nodes are in it.'),
  nodeRoleArn: awsId.optional().describe('Role of the nodes.'),
  keyArn: awsId.optional().describe('Key that encrypts Secrets, root disks and logs.'),
  nodeGroups: list(nodeGroupStatus, { max: 5 }).optional().describe('The groups in the order of the spec.'),
  kubeconfigSecretRef: z
    .object({ name: objectName.describe('Name of the Secret, in the namespace of the layer.') })
    .optional()
    .describe('Secret with a kubeconfig under the key `kubeconfig`; its token is renewed every 10 minutes.'),
  logGroupName: awsId.optional().describe('Log group of the control plane.'),
})

export type PlatformClusterSpec = z.infer<typeof platformClusterSpec>
export type PlatformClusterStatus = z.infer<typeof platformClusterStatus>
