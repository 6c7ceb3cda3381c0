import { partitionOf } from '../../aws-facts.ts'
import { policyDocument, type Statement } from '../policy-document.ts'
import type { Severity } from './observability-plan.ts'

/** The topic that a policy is for. */
export type TopicPlace = Readonly<{ region: string; account: string; topicName: string }>

/**
 * Alarms of this account and region publish, and RDS tells of its events where a ticket is enough; identities of the account publish
 * as far as their own rights go. Source: SNS guide, "Example cases for Amazon SNS access control"; RDS guide, "Granting
 * permissions to publish notifications to an Amazon SNS topic".
 *
 * ElastiCache is not among them: it publishes to no encrypted topic.
 */
export const topicPolicy = (place: TopicPlace, severity: Severity): string =>
  policyDocument([
    publisher(place, { Sid: 'Alarms', service: 'cloudwatch.amazonaws.com', source: 'cloudwatch', path: 'alarm:*' }),
    ...(severity === 'ticket'
      ? [publisher(place, { Sid: 'Database', service: 'events.rds.amazonaws.com', source: 'rds', path: '*' })]
      : []),
  ])

type Publisher = Readonly<{ Sid: string; service: string; source: string; path: string }>

const publisher = (
  { region, account, topicName }: TopicPlace,
  { Sid, service, source, path }: Publisher,
): Statement => {
  const partition = partitionOf(region)
  return {
    Sid,
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sns:Publish',
    Resource: `arn:${partition}:sns:${region}:${account}:${topicName}`,
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:${source}:${region}:${account}:${path}` },
    },
  }
}
