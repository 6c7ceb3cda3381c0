import { z } from 'zod'
import { oneOf, whole } from '../fields.ts'
import { withRules } from '../rule.ts'
import { logRetentionDays, vpcCidr } from '../values.ts'

const flowLogs = z.object({
  enabled: z.boolean().optional().describe('Whether accepted and rejected traffic of the VPC is logged.'),
  retentionDays: logRetentionDays.optional().describe('Days that CloudWatch Logs keeps the flow logs.'),
})

/** spec.network: the VPC. */
export const network = z.object({
  cidr: vpcCidr
    .optional()
    .describe('Address range of the VPC, /16 to /20, private. Immutable; not set means 10.0.0.0/16 for ever.'),
  availabilityZones: withRules(whole({ min: 1, max: 3 }), [
    { rule: 'self >= 2', message: 'must be 2 or 3: EKS and RDS need subnets in two zones' },
  ])
    .optional()
    .describe('Number of zones, 2 or 3; which ones follows from the region. May grow, and never shrinks.'),
  natGateways: oneOf(['Single', 'PerZone'])
    .optional()
    .describe(
      'One NAT gateway for all zones (cheaper, and an outage of its zone cuts off the others), or one per zone.',
    ),
  flowLogs: flowLogs.optional().describe('Flow logs of the VPC.'),
  interfaceEndpoints: z
    .boolean()
    .optional()
    .describe(
      'Whether ECR, STS, CloudWatch Logs and Secrets Manager are reached inside the VPC instead of through NAT.',
    ),
})
