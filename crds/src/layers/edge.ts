import { z } from 'zod'
import { securityGroupId, subnetId, vpcId } from '../aws-values.ts'
import { list, listBy, oneOf, text, whole } from '../fields.ts'
import { immutable, itemsDiffer, withRules } from '../rule.ts'
import { awsId, hostname } from '../values.ts'
import { accountId, accountIsImmutable, givenAccountId, layerSpec, layerStatus, regionIsImmutable } from './common.ts'

const accessLogs = z.object({
  enabled: z.boolean().describe('Whether every request is logged to a bucket of the layer.'),
  retentionDays: whole({ min: 1, max: 3653, examples: [90, 365] })
    .default(90)
    .describe('Days that the bucket keeps the logs.'),
})

/** Spec of PlatformEdge: the load balancer, its certificate and its names. */
export const platformEdgeSpec = withRules(
  z.object({
    ...layerSpec,
    accountId: givenAccountId,
    vpcId: vpcId.describe('VPC of the load balancer. Immutable.'),
    publicSubnetIds: withRules(list(subnetId, { min: 2, max: 3 }), [
      itemsDiffer('publicSubnetIds must be different: one stands in the list twice'),
    ]).describe('Public subnets in different zones; the load balancer has an address in each.'),
    clusterSecurityGroupId: securityGroupId
      .optional()
      .describe('Security group of the cluster. Not set means that the load balancer reaches no pod yet.'),
    hostname: hostname
      .optional()
      .describe('Host name of the application. Not set means HTTP only, under the name of the load balancer.'),
    grafanaHostname: hostname
      .optional()
      .describe('Host name of Grafana. Not set means that Grafana is not reached through the load balancer.'),
    alternativeNames: withRules(list(hostname, { max: 5 }), [
      itemsDiffer('alternativeNames must be different: one stands in the list twice'),
    ])
      .default([])
      .describe('Further host names of the application.'),
    hostedZoneId: text({ min: 2, max: 32, pattern: /^Z[A-Z0-9]+$/, examples: ['Z0123456789'] })
      .optional()
      .describe('Route 53 hosted zone in which validation and alias records are made.'),
    certificateArn: text({
      min: 1,
      max: 2048,
      pattern: /^arn:aws:acm:[a-z0-9-]+:[0-9]{12}:certificate\/[A-Za-z0-9-]+$/,
      examples: ['arn:aws:acm:ap-northeast-1:111122223333:certificate/0a1b2c3d'],
    })
      .optional()
      .describe('Certificate in ACM that is used instead of one that the layer makes.'),
    deletionProtection: z.boolean().default(false).describe('Whether AWS refuses to delete the load balancer.'),
    accessLogs: accessLogs.default({ enabled: false, retentionDays: 90 }).describe('Access logs of the load balancer.'),
    webAclArn: text({
      min: 1,
      max: 2048,
      pattern: /^arn:aws:wafv2:[a-z0-9-]+:[0-9]{12}:regional\/webacl\/[A-Za-z0-9_-]{1,128}\/[A-Za-z0-9-]+$/,
      examples: [
        'arn:aws:wafv2:ap-northeast-1:111122223333:regional/webacl/tasks/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
      ],
    })
      .optional()
      .describe('Web ACL of AWS WAF that judges requests before they reach the application.'),
  }),
  [
    {
      rule: '!has(self.hostname) || has(self.hostedZoneId) || has(self.certificateArn)',
      message: 'hostname needs hostedZoneId or certificateArn: without one of them there is no certificate for it',
    },
    {
      rule: '!has(self.grafanaHostname) || has(self.hostedZoneId) || has(self.certificateArn)',
      message:
        'grafanaHostname needs hostedZoneId or certificateArn: without one of them there is no certificate for it',
    },
    {
      rule: '!has(self.certificateArn) || has(self.hostname) || has(self.grafanaHostname)',
      message: 'certificateArn needs hostname: set the name that the certificate is for, or remove it',
    },
    {
      rule: 'has(self.hostname) || size(self.alternativeNames) == 0',
      message: 'alternativeNames need hostname: move one of them there',
    },
    {
      rule: '!has(self.hostname) || !(self.hostname in self.alternativeNames)',
      message: 'alternativeNames must differ from hostname: remove it from the list',
    },
    {
      rule: '!has(self.grafanaHostname) || !(self.grafanaHostname in self.alternativeNames || (has(self.hostname) && self.grafanaHostname == self.hostname))',
      message: 'grafanaHostname must differ from hostname and alternativeNames, which are the application',
    },
    {
      rule: "!has(self.certificateArn) || self.certificateArn.startsWith('arn:aws:acm:' + self.region + ':')",
      message: 'certificateArn must be a certificate in region: a load balancer takes no other',
    },
    {
      rule: "!has(self.webAclArn) || self.webAclArn.startsWith('arn:aws:wafv2:' + self.region + ':')",
      message: 'webAclArn must be a web ACL in region: a load balancer takes no other',
    },
    regionIsImmutable,
    accountIsImmutable,
    immutable('vpcId', (layer) => `${layer}.vpcId`, 'a load balancer cannot move to another VPC'),
  ],
)

const validationRecord = z.object({
  name: text({ max: 255 }).describe('Name of the record.'),
  type: text({ max: 10, examples: ['CNAME'] }).describe('Type of the record.'),
  value: text({ max: 512 }).describe('Value of the record.'),
})

/** The parts of the platform that the load balancer sends requests to. */
export const targetGroupNames = ['api', 'web', 'grafana'] as const

const targetGroup = z.object({
  name: oneOf(targetGroupNames).describe('What stands behind it.'),
  arn: awsId.describe('ARN of the target group; the TargetGroupBinding of the pods names it.'),
  arnSuffix: awsId.optional().describe('Dimension TargetGroup of its metrics.'),
  port: whole({ min: 1, max: 65_535 }).describe('Port of the pods.'),
})

/** Status of PlatformEdge: what pods, alarms and users need to know of the load balancer. */
export const platformEdgeStatus = z.object({
  ...layerStatus,
  accountId: accountId.optional().describe('Account of the load balancer.'),
  url: text({ max: 300, examples: ['https://tasks.example.com'] })
    .optional()
    .describe('Where the application is reached, once there is something that listens.'),
  loadBalancerArn: awsId.optional().describe('ARN of the load balancer.'),
  loadBalancerName: awsId.optional().describe('Name of the load balancer.'),
  arnSuffix: awsId.optional().describe('Dimension LoadBalancer of its metrics.'),
  dnsName: text({ max: 255 }).optional().describe('Name that AWS gave to the load balancer.'),
  canonicalHostedZoneId: text({ max: 32 }).optional().describe('Hosted zone of that name, for alias records.'),
  securityGroupId: awsId.optional().describe('Security group of the load balancer.'),
  certificateArn: awsId.optional().describe('Certificate of the host names.'),
  validationRecords: list(validationRecord, { max: 7 })
    .optional()
    .describe('Records that prove to ACM that the names are ours.'),
  targetGroups: listBy('name', targetGroup, { max: 3 })
    .optional()
    .describe('Target groups; that of Grafana is there with grafanaHostname only.'),
  accessLogBucket: text({ max: 63 }).optional().describe('Bucket of the access logs.'),
})

export type PlatformEdgeSpec = z.infer<typeof platformEdgeSpec>
export type PlatformEdgeStatus = z.infer<typeof platformEdgeStatus>
export type TargetGroupName = (typeof targetGroupNames)[number]
