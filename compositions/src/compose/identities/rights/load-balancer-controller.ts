import { partitionOf } from '../../../aws-facts.ts'
import type { Statement } from '../../policy-document.ts'
import type { IdentitiesPlan } from '../plan.ts'

/**
 * The load balancer, its listeners, target groups and security groups are made by the layer PlatformEdge, so the controller only
 * serves TargetGroupBindings: it looks, and adds and removes pods as targets in the target groups of this platform. An Ingress or
 * a Service of type LoadBalancer gets no load balancer from it. Source: AWS Load Balancer Controller 3, installation guide, "IAM
 * permission subset for those who use TargetGroupBinding only and don't plan to use the LBC to manage security group rules".
 */
export const loadBalancerController = ({ layer, account }: IdentitiesPlan): readonly Statement[] => [
  {
    Sid: 'Look',
    Effect: 'Allow',
    Action: [
      'ec2:DescribeInstances',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeVpcs',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
    // these actions know no resources
    Resource: '*',
  },
  {
    Sid: 'TargetsOfThisPlatform',
    Effect: 'Allow',
    Action: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
    Resource: `arn:${partitionOf(layer.region)}:elasticloadbalancing:${layer.region}:${account}:targetgroup/*/*`,
    Condition: {
      StringEquals: {
        'aws:ResourceTag/taskplatform.dev/platform': layer.platform,
        'aws:ResourceTag/taskplatform.dev/namespace': layer.owner.namespace,
      },
    },
  },
]
