import { z } from 'zod'
import { databaseInstanceClass } from '../aws-values.ts'
import { list, listBy, oneOf, text, whole } from '../fields.ts'
import { immutable, itemsDiffer, withRules } from '../rule.ts'
import { awsId, logRetentionDays } from '../values.ts'
import { accountId, accountIsImmutable, givenAccountId, layerSpec, layerStatus, regionIsImmutable } from './common.ts'
import { targetGroupNames } from './edge.ts'

const email = text({
  max: 254,
  pattern: /^[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/,
  examples: ['oncall@example.com', 'team-tasks@example.com'],
})

const emailList = withRules(list(email, { max: 2 }), [
  itemsDiffer('addresses must be different: one stands in the list twice'),
])

const emails = z.object({
  page: emailList.default([]).describe('Addresses for what must be looked at now: users are affected.'),
  ticket: emailList.default([]).describe('Addresses for what must be looked at in working hours.'),
})

const database = z.object({
  identifier: text({
    min: 1,
    max: 63,
    pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
    examples: ['tp-team-tasks-tasks'],
  }).describe('Identifier of the RDS instance.'),
  allocatedStorageGiB: whole({ min: 20, max: 65_536 }).describe(
    'Storage that the instance has now; the alarm on free storage follows it.',
  ),
  instanceClass: databaseInstanceClass
    .optional()
    .describe('Class of the instance; the alarms on memory and connections follow it. Not set means the smallest.'),
  maxConnections: whole({ min: 1, max: 262_143 })
    .optional()
    .describe('Connections that the database takes. Not set means what RDS makes of the memory of the class.'),
})

const cache = z.object({
  replicationGroupId: text({
    min: 1,
    max: 40,
    pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
    examples: ['tp-tasks-0a1b2c3d'],
  }).describe('Identifier of the replication group.'),
  memberClusters: withRules(
    list(text({ min: 1, max: 50, pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/, examples: ['tp-tasks-0a1b2c3d-001'] }), {
      min: 1,
      max: 6,
    }),
    [itemsDiffer('memberClusters must be different: one stands in the list twice')],
  ).describe('Nodes of the replication group; each has alarms of its own.'),
})

const targetGroup = z.object({
  name: oneOf(targetGroupNames).describe('What stands behind it.'),
  arnSuffix: text({
    min: 1,
    max: 255,
    pattern: /^targetgroup\/[A-Za-z0-9-]+\/[0-9a-f]+$/,
    examples: ['targetgroup/tp-tasks-api/0a1b2c3d4e5f6071'],
  }).describe('Dimension TargetGroup of its metrics.'),
})

const loadBalancer = z.object({
  arnSuffix: text({
    min: 1,
    max: 255,
    pattern: /^app\/[A-Za-z0-9-]+\/[0-9a-f]+$/,
    examples: ['app/tp-tasks/0a1b2c3d4e5f6071'],
  }).describe('Dimension LoadBalancer of its metrics.'),
  targetGroupArnSuffixes: listBy('name', targetGroup, { max: 3 }).default([]).describe('Target groups behind it.'),
})

const cluster = z.object({
  name: text({ min: 1, max: 100, pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/, examples: ['tp-team-tasks-tasks'] }).describe(
    'Name of the EKS cluster.',
  ),
  autoScalingGroupNames: withRules(list(text({ min: 1, max: 255, examples: ['eks-general-0a1b2c3d'] }), { max: 10 }), [
    itemsDiffer('autoScalingGroupNames must be different: one stands in the list twice'),
  ])
    .default([])
    .describe('Auto Scaling groups of the nodes.'),
})

/** Spec of PlatformObservability: topics, log groups, alarms and the dashboard. What it watches appears as it becomes known. */
export const platformObservabilitySpec = withRules(
  z.object({
    ...layerSpec,
    accountId: givenAccountId,
    customKey: z
      .boolean()
      .default(true)
      .describe(
        'Whether the KMS key of the layer encrypts the log groups too. The topics it always does: alarms cannot publish to a topic with the key of AWS.',
      ),
    emails: emails.default({ page: [], ticket: [] }).describe('Who gets mail; AWS asks each address for confirmation.'),
    logRetentionDays: logRetentionDays.default(30).describe('Days that CloudWatch Logs keeps the logs of the pods.'),
    natGatewayIds: withRules(
      list(text({ min: 1, max: 64, pattern: /^nat-[0-9a-f]+$/, examples: ['nat-0a1b2c3d4e5f60718'] }), { max: 3 }),
      [itemsDiffer('natGatewayIds must be different: one stands in the list twice')],
    )
      .default([])
      .describe('NAT gateways to watch.'),
    database: database.optional().describe('Database to watch.'),
    cache: cache.optional().describe('Cache to watch.'),
    loadBalancer: loadBalancer.optional().describe('Load balancer to watch.'),
    cluster: cluster.optional().describe('Cluster to watch.'),
  }),
  [
    regionIsImmutable,
    accountIsImmutable,
    immutable('customKey', (layer) => `${layer}.customKey`, 'logs written with one key cannot be read with another'),
  ],
)

/** The log groups of the platform, by what writes there: the API, the web pages, and everything else in the cluster. */
export const logGroupNames = ['api', 'web', 'system'] as const

const logGroup = z.object({
  name: oneOf(logGroupNames).describe('Whose logs it takes.'),
  logGroupName: awsId.describe('Name of the log group.'),
  arn: awsId.optional().describe('ARN of the log group, without the ":*" of its streams.'),
})

/** Status of PlatformObservability: where alerts and logs go, and what stands guard. */
export const platformObservabilityStatus = z.object({
  ...layerStatus,
  accountId: accountId.optional().describe('Account of the topics.'),
  pageTopicArn: awsId.optional().describe('Topic for what must be looked at now.'),
  ticketTopicArn: awsId.optional().describe('Topic for what must be looked at in working hours.'),
  topicsKeyArn: awsId.optional().describe('KMS key of the topics; who publishes needs it.'),
  logGroups: listBy('name', logGroup, { max: 3 }).optional().describe('Log groups of the pods.'),
  dashboardName: text({ max: 255 }).optional().describe('Dashboard in CloudWatch.'),
  compositeAlarmName: text({ max: 255 }).optional().describe('Alarm that is on while any other is.'),
  alarmNames: list(text({ max: 255 }), { max: 50 })
    .optional()
    .describe('Alarms on what is watched.'),
  unconfirmedEmails: list(email, { max: 4 })
    .optional()
    .describe('Addresses that have not confirmed yet: they get no mail until someone clicks the link AWS sent.'),
})

export type PlatformObservabilitySpec = z.infer<typeof platformObservabilitySpec>
export type PlatformObservabilityStatus = z.infer<typeof platformObservabilityStatus>
export type LogGroupName = (typeof logGroupNames)[number]
