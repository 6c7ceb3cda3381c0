import { z } from 'zod'
import { currentRelease, profiles } from '../defaults.ts'
import { listBy, oneOf, text } from '../fields.ts'
import { providerConfigRef, tags } from '../layers/common.ts'
import { withRules } from '../rule.ts'
import { hostname, region } from '../values.ts'
import { app } from './app.ts'
import { cluster } from './cluster.ts'
import { cache, database, registry } from './data.ts'
import { edge } from './edge.ts'
import { network } from './network.ts'
import { alerting, budget, chaos, compliance, maintenance, monitoring, objective } from './operations.ts'
import { rulesBetweenFields } from './rules.ts'
import { transitionRules } from './transitions.ts'

const dns = z.object({
  hostedZoneId: text({ min: 2, max: 32, pattern: /^Z[A-Z0-9]+$/, examples: ['Z0123456789'] }).describe(
    'Route 53 hosted zone in which certificate validation and alias records are made.',
  ),
})

const aws = z.object({
  providerConfigRef: providerConfigRef
    .optional()
    .describe('Credentials and account. Immutable; not set means the ClusterProviderConfig "default".'),
  tags: tags(30).optional().describe('Tags on everything in AWS, besides those that the platform sets.'),
})

/** spec of a TaskPlatform: what a user writes. `profile` and `region` are required, all else has a default. */
export const taskPlatformSpec = withRules(
  z.object({
    profile: oneOf(profiles).describe('Source of every default. Immutable.'),
    region: region.describe('AWS region. Immutable.'),
    release: oneOf([currentRelease.name])
      .optional()
      .describe('Tested set of Kubernetes, add-ons, charts, images and engine versions.'),
    deletionProtection: z
      .boolean()
      .optional()
      .describe(
        'Whether a deletion is held back: nothing is removed while this is true. A deletion cannot be taken back; setting this to false lets it go on.',
      ),
    dataPolicy: oneOf(['Retain', 'Snapshot', 'Delete'])
      .optional()
      .describe(
        'What deletion does to data: leave it in AWS, the database with its deletion protection on, leave a final snapshot, or delete it.',
      ),
    suspend: z.boolean().optional().describe('Whether the operator leaves the platform as it is.'),
    hostname: hostname
      .optional()
      .describe(
        'Host name of the application. Required in Production; in Development the load balancer has a name of its own.',
      ),
    dns: dns
      .optional()
      .describe('Where records are made. Without it give certificateArn and make the records yourself.'),
    certificateArn: text({
      max: 2048,
      pattern: /^$|^arn:aws:acm:[a-z0-9-]+:[0-9]{12}:certificate\/[A-Za-z0-9-]+$/,
      examples: ['arn:aws:acm:ap-northeast-1:111122223333:certificate/0a1b2c3d'],
    })
      .optional()
      .describe('Certificate for hostname in ACM, instead of one that the platform makes. Empty means not set.'),
    aws: aws.optional().describe('Account and tags.'),
    network: network.optional().describe('VPC, subnets and the ways out of them.'),
    cluster: cluster.optional().describe('EKS cluster and its nodes.'),
    database: database.optional().describe('PostgreSQL on RDS.'),
    cache: cache.optional().describe('Redis or Valkey on ElastiCache.'),
    registry: registry.optional().describe('ECR repositories.'),
    edge: edge.optional().describe('Load balancer in front of the application.'),
    app: app.optional().describe('The application.'),
    monitoring: monitoring.optional().describe('Metrics, dashboards and logs.'),
    alerting: alerting.optional().describe('Who is told when something is wrong.'),
    objectives: listBy('name', objective, { max: 10 }).optional().describe('Service level objectives.'),
    maintenance: maintenance.optional().describe('When disruptive changes may happen.'),
    budget: budget.optional().describe('What the platform may cost.'),
    compliance: compliance.optional().describe('Exceptions from the conformance rules.'),
    chaos: chaos.optional().describe('Chaos experiments.'),
  }),
  [...rulesBetweenFields, ...transitionRules],
)
