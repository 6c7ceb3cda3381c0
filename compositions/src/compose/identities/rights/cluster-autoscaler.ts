import { partitionOf } from '../../../aws-facts.ts'
import type { Statement } from '../../policy-document.ts'
import type { IdentitiesPlan } from '../plan.ts'

/**
 * Looks at all Auto Scaling groups, because those actions know no resources, and resizes those that EKS has tagged for this
 * cluster. Source: cluster-autoscaler, cloudprovider/aws/README.md, "IAM Policy"; EKS tags the groups of managed node groups.
 */
export const clusterAutoscaler = ({ layer, spec, account }: IdentitiesPlan): readonly Statement[] => {
  const partition = partitionOf(layer.region)
  const groups = spec.autoScalingGroupNames.length > 0 ? spec.autoScalingGroupNames : ['*']
  return [
    {
      Sid: 'Look',
      Effect: 'Allow',
      Action: [
        'autoscaling:DescribeAutoScalingGroups',
        'autoscaling:DescribeAutoScalingInstances',
        'autoscaling:DescribeLaunchConfigurations',
        'autoscaling:DescribeScalingActivities',
        'autoscaling:DescribeTags',
        'ec2:DescribeImages',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeLaunchTemplateVersions',
        'ec2:GetInstanceTypesFromInstanceRequirements',
      ],
      Resource: '*',
    },
    {
      Sid: 'LabelsAndTaintsOfEmptyGroups',
      Effect: 'Allow',
      Action: 'eks:DescribeNodegroup',
      Resource: `arn:${partition}:eks:${layer.region}:${account}:nodegroup/${spec.clusterName}/*/*`,
    },
    {
      Sid: 'GroupsOfThisCluster',
      Effect: 'Allow',
      Action: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      Resource: groups.map(
        (name) =>
          `arn:${partition}:autoscaling:${layer.region}:${account}:autoScalingGroup:*:autoScalingGroupName/${name}`,
      ),
      Condition: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${spec.clusterName}`]: 'owned' } },
    },
  ]
}
