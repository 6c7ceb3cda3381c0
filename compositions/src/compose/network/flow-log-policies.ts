import { partitionOf } from '../../aws-facts.ts'
import { policyDocument } from '../policy-document.ts'

/** Where flow logs go. */
export type FlowLogPlace = Readonly<{ region: string; account: string; logGroup: string }>

/** Only flow logs of this account and region may take the role. Source: VPC guide, "IAM role for publishing flow logs". */
export const trustPolicy = ({ region, account }: FlowLogPlace): string =>
  policyDocument([
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
  policyDocument([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: [logGroupArn(place), `${logGroupArn(place)}:*`],
    },
    { Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: logGroupArn({ ...place, logGroup: '*' }) },
  ])

const logGroupArn = ({ region, account, logGroup }: FlowLogPlace): string =>
  `arn:${partitionOf(region)}:logs:${region}:${account}:log-group:${logGroup}`
