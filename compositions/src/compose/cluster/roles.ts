import { partitionOf } from '../../aws-facts.ts'
import { type Desired, managed, refTo } from '../../managed.ts'
import { awsName } from '../../names.ts'
import { policyDocument } from '../policy-document.ts'
import { type ClusterPlan, clusterArn, keys } from './plan.ts'

/** The role that EKS works as, and the one of the nodes. Both need nothing but policies that AWS keeps up to date. */
export const roles = (cluster: ClusterPlan): Desired[] => [...nodeRole(cluster), ...clusterRole(cluster)]

/**
 * Pulling images, joining the cluster and, instead of SSH, Systems Manager. The network of pods and volumes have roles of their
 * own, so that no pod can do with the role of its node what those can.
 */
const nodeRole = ({ layer }: ClusterPlan): Desired[] => [
  managed(
    layer,
    'iam/Role',
    keys.nodeRole,
    {
      description: `Nodes of ${layer.owner.namespace}/${layer.owner.name}`,
      assumeRolePolicy: policyDocument([
        { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]),
    },
    { externalName: awsName(layer.owner, `${layer.region}.nodes`, { max: 64 }) },
  ),
  ...nodePolicies.map((policy) =>
    managed(layer, 'iam/RolePolicyAttachment', policy.key, {
      roleRef: refTo(layer, keys.nodeRole),
      policyArn: managedPolicyArn(layer.region, policy.name),
    }),
  ),
]

const nodePolicies = [
  { key: keys.nodeRolePolicy('worker'), name: 'AmazonEKSWorkerNodePolicy' },
  { key: keys.nodeRolePolicy('pull'), name: 'AmazonEC2ContainerRegistryPullOnly' },
  { key: keys.nodeRolePolicy('session'), name: 'AmazonSSMManagedInstanceCore' },
] as const

/** Keys of the attachments without which a node cannot join. */
export const nodeRolePolicies = nodePolicies.map(({ key }) => key)

/** Only this cluster may take the role, so it waits for the account. Source: EKS guide, "Cross-service confused deputy prevention". */
const clusterRole = (cluster: ClusterPlan): Desired[] => {
  const { layer, account } = cluster
  if (!account) return []
  const role = managed(
    layer,
    'iam/Role',
    keys.clusterRole,
    {
      description: `EKS cluster ${layer.owner.namespace}/${layer.owner.name}`,
      assumeRolePolicy: policyDocument([
        {
          Effect: 'Allow',
          Principal: { Service: 'eks.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': account },
            ArnLike: { 'aws:SourceArn': clusterArn(cluster, account) },
          },
        },
      ]),
    },
    { externalName: awsName(layer.owner, `${layer.region}.cluster`, { max: 64 }) },
  )
  const policy = managed(layer, 'iam/RolePolicyAttachment', keys.clusterRolePolicy, {
    roleRef: refTo(layer, keys.clusterRole),
    policyArn: managedPolicyArn(layer.region, 'AmazonEKSClusterPolicy'),
  })
  return [role, policy]
}

/** ARN of a policy that AWS manages. */
export const managedPolicyArn = (region: string, name: string): string =>
  `arn:${partitionOf(region)}:iam::aws:policy/${name}`
