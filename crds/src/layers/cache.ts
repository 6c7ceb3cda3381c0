import { z } from 'zod'
import { cacheNodeType, vpcId } from '../aws-values.ts'
import { list, oneOf, text, whole } from '../fields.ts'
import { immutable, type Rule, withRules } from '../rule.ts'
import { cacheEngineVersions } from '../spec/data.ts'
import { awsId, logRetentionDays, objectName } from '../values.ts'
import { accountId, accountIsImmutable, givenAccountId, layerSpec, layerStatus, regionIsImmutable } from './common.ts'
import {
  chosenIdentifier,
  clusterSecurityGroupId,
  customKeyIsImmutable,
  dataPolicyWithSnapshot,
  dataSubnetIds,
  eventsTopicArn,
  finalSnapshotIdentifier,
  identifierIsImmutable,
  vpcIsImmutable,
} from './data-fields.ts'
import { dailyWindow, weeklyWindow, windowRules } from './windows.ts'

const rules: readonly Rule[] = [
  ...windowRules('snapshotWindow', 'maintenanceWindow', { minutes: 60 }),
  {
    rule: "(self.engineVersion in ['7.0', '7.1']) == (self.engine == 'Redis')",
    message: 'engineVersion must be one of engine: 7.0 or 7.1 for Redis, 7.2, 8.0, 8.1 or 8.2 for Valkey',
  },
  {
    rule: '!self.multiAz || self.nodes >= 2',
    message: 'multiAz needs two nodes: raise nodes, or set multiAz to false',
  },
]

const transitions: readonly Rule[] = [
  regionIsImmutable,
  accountIsImmutable,
  identifierIsImmutable,
  vpcIsImmutable,
  customKeyIsImmutable,
  immutable('engine', (layer) => `${layer}.engine`, 'the cache would be replaced'),
  {
    rule: 'double(self.engineVersion) >= double(oldSelf.engineVersion)',
    message: 'engineVersion may only go up: ElastiCache cannot go back to an older version',
  },
]

/** Spec of PlatformCache: Redis or Valkey on ElastiCache. */
export const platformCacheSpec = withRules(
  z.object({
    ...layerSpec,
    accountId: givenAccountId,
    identifier: chosenIdentifier(40),
    vpcId: vpcId.describe('VPC of the cache. Immutable.'),
    subnetIds: dataSubnetIds,
    clusterSecurityGroupId,
    engine: oneOf(['Redis', 'Valkey']).default('Redis').describe('Engine of the cache. Immutable.'),
    engineVersion: oneOf(cacheEngineVersions)
      .default('7.1')
      .describe('Version of the engine: 7.0 or 7.1 of Redis, 7.2 to 8.2 of Valkey. May go up and never down.'),
    nodeType: cacheNodeType.default('cache.t3.micro').describe('ElastiCache node type.'),
    nodes: whole({ min: 1, max: 6 }).default(1).describe('Number of nodes: one primary, the rest replicas.'),
    multiAz: z
      .boolean()
      .default(false)
      .describe('Whether the nodes are spread over zones, so that a replica takes over when a zone fails.'),
    snapshotRetentionDays: whole({ min: 0, max: 35 })
      .default(0)
      .describe('Days that daily snapshots are kept; 0 takes none.'),
    snapshotWindow: dailyWindow.default('15:00-16:00').describe('Time of day (UTC) of the daily snapshot.'),
    maintenanceWindow: weeklyWindow
      .default('sun:18:00-sun:19:00')
      .describe('Time of the week (UTC) in which ElastiCache may replace nodes for updates.'),
    dataPolicy: dataPolicyWithSnapshot,
    finalSnapshotIdentifier,
    customKey: z
      .boolean()
      .default(true)
      .describe('Whether the layer has a KMS key of its own; otherwise ElastiCache encrypts with one of its own.'),
    logDelivery: z.boolean().default(false).describe('Whether slow and engine logs go to CloudWatch Logs.'),
    logRetentionDays: logRetentionDays.default(30).describe('Days that CloudWatch Logs keeps the logs.'),
    // Source: ElastiCache guide, "Event Notifications and Amazon SNS" and "Managing ElastiCache Amazon SNS notifications"
    eventsTopicArn: eventsTopicArn.describe(
      'SNS topic for events: failovers, replaced nodes. ElastiCache publishes to no topic that is encrypted, and asks of its policy to know the account by aws:SourceOwner. Not set means that no events are sent.',
    ),
  }),
  [...rules, ...transitions],
)

/** Status of PlatformCache. */
export const platformCacheStatus = z.object({
  ...layerStatus,
  accountId: accountId.optional().describe('Account that owns the cache.'),
  replicationGroupId: awsId.optional().describe('Identifier of the replication group.'),
  arn: awsId.optional().describe('ARN of the replication group.'),
  primaryEndpoint: text({ max: 253 }).optional().describe('Host name of the node that takes writes.'),
  readerEndpoint: text({ max: 253 }).optional().describe('Host name that spreads reads over the replicas.'),
  port: whole({ min: 1, max: 65_535 }).optional().describe('Port to connect to, TLS only.'),
  memberClusters: list(awsId, { max: 6 }).optional().describe('Identifiers of the nodes, for metrics and alarms.'),
  securityGroupId: awsId.optional().describe('Security group: the port from the cluster, nothing else.'),
  authTokenSecretRef: z
    .object({
      name: objectName.describe('Name of the Secret in the namespace of this object.'),
      key: text({ min: 1, max: 253 }).describe('Key in the Secret.'),
    })
    .optional()
    .describe('Where the token is that clients authenticate with.'),
  keyArn: awsId.optional().describe('KMS key that encrypts data, snapshots and logs.'),
  engineVersion: text({ max: 32 }).optional().describe('Version of the engine that runs.'),
})

export type PlatformCacheSpec = z.infer<typeof platformCacheSpec>
export type PlatformCacheStatus = z.infer<typeof platformCacheStatus>
