import type { Desired } from '../../managed.ts'
import { observation } from '../../observed.ts'
import { mayBeMade } from '../gate.ts'
import { forLogGroups, type KeyUse, kmsKey } from '../key.ts'
import { autoScalingRoleArn } from './auto-scaling-role.ts'
import { type ClusterPlan, keys } from './plan.ts'

/** The key of Kubernetes Secrets, of the logs of the control plane and of the root disks of nodes. Its policy names the account. */
export const clusterKey = ({ layer, spec, observed, account, logGroup }: ClusterPlan): Desired[] =>
  spec.customKey &&
  account &&
  mayBeMade(observed, keys.key, [{ kind: 'iam/ServiceLinkedRole', key: keys.autoScalingRole }])
    ? [
        kmsKey(layer, keys.key, {
          description: 'Secrets, logs and root disks',
          account,
          uses: [forLogGroups(logGroup), byAutoScaling, grantsToAutoScaling],
        }),
      ]
    : []

/**
 * ARN of the key. It is in what was encrypted with it too, so that a lost status never takes the encryption out of what is asked
 * for.
 */
export const keyArnOf = ({ observed }: ClusterPlan): string | undefined =>
  observation(observed, 'kms/Key', keys.key).arn ?? keyArnInCluster(observed[keys.cluster]?.spec.forProvider)

const keyArnInCluster = (asked: Readonly<Record<string, unknown>> = {}): string | undefined => {
  const { encryptionConfig } = asked as { encryptionConfig?: { provider?: { keyArn?: string } } }
  return encryptionConfig?.provider?.keyArn
}

/**
 * EKS lets Auto Scaling start the nodes, whose root disks the key encrypts. Source: EC2 Auto Scaling guide, "Required AWS KMS key
 * policy for use with encrypted volumes".
 */
const byAutoScaling: KeyUse = (place) => ({
  Sid: 'RootDisks',
  Effect: 'Allow',
  Principal: { AWS: autoScalingRoleArn(place) },
  Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
  Resource: '*',
})

const grantsToAutoScaling: KeyUse = (place) => ({
  Sid: 'RootDisksOfInstances',
  Effect: 'Allow',
  Principal: { AWS: autoScalingRoleArn(place) },
  Action: 'kms:CreateGrant',
  Resource: '*',
  Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
})
