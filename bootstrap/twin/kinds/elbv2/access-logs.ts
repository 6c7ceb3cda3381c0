import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Companion } from '../../service/companions.ts'
import { isAllowed, parsePolicy } from '../../service/policy-document.ts'
import { isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { logAccountOf } from './region-facts.ts'

/**
 * ELB tries to write a first object before it takes a bucket for access logs: the bucket must be of the region, its policy must
 * let the log delivery in, and it must not be encrypted with a KMS key. Source: Application Load Balancers guide, "Access logs".
 */
export const accessLogsRefusal = (world: World, id: string, args: Attributes): Refusal | undefined => {
  const logs = enabledLogs(args)
  if (!logs) return undefined
  const bucket = world.get('Bucket', logs['bucket'])
  const isAccepted = bucket && admitsDelivery(world, id, logs) && !needsKey(world, bucket)
  return isAccepted
    ? undefined
    : refuse(
        'InvalidConfigurationRequest',
        `Access Denied for bucket: ${logs['bucket']}. Please check S3bucket permission`,
        { wants: bucket ? 'BucketPolicy' : 'Bucket' },
      )
}

/** The object that ELB leaves in the bucket as soon as access logs are on. From then on the bucket is not empty. */
export const accessLogObjects = (world: World, { attributes }: AwsResource): Companion[] => {
  const logs = enabledLogs(attributes)
  if (!logs || !world.get('Bucket', logs['bucket'])) return []
  const key = `${folderOf(world, logs)}/ELBAccessLogTestFile`
  const { bucket } = logs
  return [{ kind: 'S3Object', id: `${bucket}/${key}`, attributes: { bucket, key }, kept: true }]
}

const enabledLogs = (args: Attributes): Attributes | undefined => {
  const logs = args['accessLogs'] as Attributes | undefined
  return logs?.['enabled'] === true ? logs : undefined
}

const folderOf = (world: World, { prefix }: Attributes): string =>
  [...(typeof prefix === 'string' && prefix !== '' ? [prefix] : []), 'AWSLogs', world.accountId].join('/')

const admitsDelivery = (world: World, arn: string, logs: Attributes): boolean => {
  const policy = parsePolicy(world.get('BucketPolicy', logs['bucket'])?.attributes['policy'], 'MalformedPolicy')
  if (isRefusal(policy)) return false
  const account = logAccountOf[world.region]
  return isAllowed(policy, {
    principals: [
      'logdelivery.elasticloadbalancing.amazonaws.com',
      ...(account ? [account, `arn:aws:iam::${account}:root`] : []),
    ],
    action: 's3:PutObject',
    resource: `arn:aws:s3:::${logs['bucket']}/${folderOf(world, logs)}/elasticloadbalancing/${world.region}/log`,
    keys: { 'aws:SourceAccount': world.accountId, 'aws:SourceArn': arn, 's3:x-amz-acl': 'bucket-owner-full-control' },
  })
}

const needsKey = (world: World, { id }: AwsResource): boolean => {
  const encryption = world.get('BucketServerSideEncryptionConfiguration', id)
  return JSON.stringify(encryption?.attributes['rule'] ?? []).includes('"aws:kms')
}
