import { partitionOf } from '../aws-facts.ts'

/** Where flow logs go. */
export type FlowLogPlace = Readonly<{ region: string; account: string; logGroup: string }>

/** Only flow logs of this account and region may take the role. Source: VPC guide, "IAM role for publishing flow logs". */
export const trustPolicy = ({ region, account }: FlowLogPlace): string =>
  policy([
    {
      Effect: 'Allow',
      Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partitionOf(region)}:ec2:${region}:${account}:vpc-flow-log/*` },
      },
    },
  ])

/** The role writes into its log group, and looks for it. Creating log groups is not among its rights: ours exists. */
export const deliveryPolicy = (place: FlowLogPlace): string =>
  policy([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: [logGroupArn(place), `${logGroupArn(place)}:*`],
    },
    { Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: logGroupArn({ ...place, logGroup: '*' }) },
  ])

/**
 * The account rules the key, and CloudWatch Logs uses it for this one log group. Source: CloudWatch Logs guide, "Encrypt log data
 * in CloudWatch Logs using AWS KMS".
 */
export const keyPolicy = (place: FlowLogPlace): string =>
  policy([
    {
      Sid: 'Account',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partitionOf(place.region)}:iam::${place.account}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'FlowLogs',
      Effect: 'Allow',
      Principal: { Service: `logs.${place.region}.amazonaws.com` },
      Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Resource: '*',
      Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logGroupArn(place) } },
    },
  ])

const logGroupArn = ({ region, account, logGroup }: FlowLogPlace): string =>
  `arn:${partitionOf(region)}:logs:${region}:${account}:log-group:${logGroup}`

const policy = (statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
