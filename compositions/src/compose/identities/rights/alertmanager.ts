import type { Statement } from '../../policy-document.ts'
import type { IdentitiesPlan } from '../plan.ts'
import { withKey } from './with-key.ts'

/** Publishes to the topics of the platform, and encrypts for them. Source: SNS guide, "Set up Amazon SNS topic encryption". */
export const alertmanager = (plan: IdentitiesPlan): readonly Statement[] => {
  const { topicArns, topicsKeyArn } = plan.spec
  if (topicArns.length === 0) return []
  return [
    { Sid: 'Publish', Effect: 'Allow', Action: 'sns:Publish', Resource: topicArns },
    ...withKey('Encrypt', 'sns', topicsKeyArn, ['kms:Decrypt', 'kms:GenerateDataKey'], plan),
  ]
}
