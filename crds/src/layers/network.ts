import { z } from 'zod'
import { list, oneOf, text } from '../fields.ts'
import { immutable, itemsDiffer, withRules } from '../rule.ts'
import { awsId, logRetentionDays, vpcCidr, zoneName } from '../values.ts'
import {
  accountId,
  accountIsImmutable,
  dataPolicy,
  givenAccountId,
  layerSpec,
  layerStatus,
  regionIsImmutable,
} from './common.ts'

const flowLogs = z.object({
  enabled: z.boolean().describe('Whether accepted and rejected traffic of the VPC is logged.'),
  retentionDays: logRetentionDays.default(30).describe('Days that CloudWatch Logs keeps the flow logs.'),
})

/** Spec of PlatformNetwork: a VPC with public, private and data subnets in two or three zones. */
export const platformNetworkSpec = withRules(
  z.object({
    ...layerSpec,
    accountId: givenAccountId,
    dataPolicy: dataPolicy
      .default('Delete')
      .describe('What deletion leaves: with Retain the VPC and its data subnets, for the database and cache in them.'),
    cidr: vpcCidr.describe('Address range of the VPC, /16 to /20. Immutable.'),
    availabilityZones: withRules(list(zoneName, { min: 2, max: 3 }), [
      itemsDiffer('availabilityZones must be different: a zone stands in the list twice'),
    ]).describe(
      'Names of the zones in the order of the address plan. Only appending is allowed, so that no subnet moves.',
    ),
    natGateways: oneOf(['Single', 'PerZone'])
      .default('Single')
      .describe('One NAT gateway for all private subnets, or one in each zone.'),
    flowLogs: flowLogs.default({ enabled: false, retentionDays: 30 }).describe('Flow logs of the VPC.'),
  }),
  [
    {
      rule: 'self.availabilityZones.all(zone, zone.startsWith(self.region))',
      message: 'availabilityZones must be zones of region: replace those of other regions',
    },
    regionIsImmutable,
    accountIsImmutable,
    immutable('cidr', (network) => `${network}.cidr`, 'AWS cannot renumber a VPC'),
    {
      rule: '[0, 1, 2].all(place, place >= size(oldSelf.availabilityZones) || (place < size(self.availabilityZones) && self.availabilityZones[place] == oldSelf.availabilityZones[place]))',
      message: 'availabilityZones may only be appended to: keep the zones that are there, in their order',
    },
  ],
)

const zoneSubnets = z.object({
  name: zoneName.describe('Name of the zone.'),
  publicSubnetId: awsId.optional().describe('Subnet with a route to the internet gateway, for load balancers.'),
  privateSubnetId: awsId.optional().describe('Subnet with a route to a NAT gateway, for nodes and pods.'),
  dataSubnetId: awsId.optional().describe('Subnet without a default route, for database and cache.'),
})

/** Status of PlatformNetwork: the identifiers that other layers need, as AWS reports them. */
export const platformNetworkStatus = z.object({
  ...layerStatus,
  accountId: accountId.optional().describe('Account that owns the VPC.'),
  vpcId: awsId.optional().describe('Identifier of the VPC.'),
  vpcCidr: text({ max: 18 }).optional().describe('Address range of the VPC.'),
  zones: list(zoneSubnets, { max: 3 })
    .optional()
    .describe('The subnets of each zone, in the order of the address plan.'),
  publicSubnetIds: list(awsId, { max: 3 }).optional().describe('Public subnets in the order of the zones.'),
  privateSubnetIds: list(awsId, { max: 3 }).optional().describe('Private subnets in the order of the zones.'),
  dataSubnetIds: list(awsId, { max: 3 }).optional().describe('Data subnets in the order of the zones.'),
  privateRouteTableIds: list(awsId, { max: 3 })
    .optional()
    .describe('Route tables of the private subnets, in the order of the zones.'),
  natGatewayIds: list(awsId, { max: 3 }).optional().describe('NAT gateways in the order of the zones.'),
  natPublicIps: list(text({ max: 45 }), { max: 3 })
    .optional()
    .describe('Addresses from which the platform talks to the internet; give them to those who filter by sender.'),
})

export type PlatformNetworkSpec = z.infer<typeof platformNetworkSpec>
export type PlatformNetworkStatus = z.infer<typeof platformNetworkStatus>
