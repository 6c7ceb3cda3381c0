import { partitionOf } from '../../aws-facts.ts'
import { policyDocument } from '../policy-document.ts'

/** Where access logs go. */
export type AccessLogPlace = Readonly<{ region: string; account: string; bucket: string }>

/**
 * The log delivery of load balancers of this account and region writes into the folder of the account, and nobody talks to the bucket
 * without TLS. Source: ELB user guide, "Enable access logs for your Application Load Balancer".
 */
export const accessLogPolicy = ({ region, account, bucket }: AccessLogPlace): string => {
  const partition = partitionOf(region)
  const bucketArn = `arn:${partition}:s3:::${bucket}`
  return policyDocument([
    {
      Sid: 'LogDelivery',
      Effect: 'Allow',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${bucketArn}/AWSLogs/${account}/*`,
      Condition: {
        ArnLike: { 'aws:SourceArn': `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/*` },
      },
    },
    {
      Sid: 'OnlyTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ])
}
