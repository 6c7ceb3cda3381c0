import { partitionOf } from '../../aws-facts.ts'
import { type Desired, managed } from '../../managed.ts'
import { type ClusterPlan, keys } from './plan.ts'

/**
 * The role as which Auto Scaling starts nodes. AWS makes it with the first Auto Scaling group of an account, which comes too late
 * for a key whose policy names it: KMS refuses principals that do not exist. One for the whole account, so it is found by its
 * name if it is there, never changed and never deleted.
 */
export const autoScalingRole = ({ layer, spec, account }: ClusterPlan): Desired[] =>
  spec.customKey && account
    ? [
        managed(
          layer,
          'iam/ServiceLinkedRole',
          keys.autoScalingRole,
          { awsServiceName: service },
          {
            externalName: autoScalingRoleArn({ region: layer.region, account }),
            managementPolicies: ['Observe', 'Create'],
          },
        ),
      ]
    : []

/** ARN of the role; AWS decided on it. Source: EC2 Auto Scaling guide, "Service-linked roles". */
export const autoScalingRoleArn = ({ region, account }: Readonly<{ region: string; account: string }>): string =>
  `arn:${partitionOf(region)}:iam::${account}:role/aws-service-role/${service}/AWSServiceRoleForAutoScaling`

const service = 'autoscaling.amazonaws.com'
