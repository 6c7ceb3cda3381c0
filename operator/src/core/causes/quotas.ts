import type { Cause } from './cause.ts'

/** A quota of Service Quotas: service, code and name are what its console asks for. */
type Quota = Readonly<{ says: RegExp; service: string; code: string; name: string }>

/** Limits of the account that a platform meets, with the quota behind each. */
const quotas: readonly Quota[] = [
  { says: /\bVpcLimitExceeded\b/, service: 'vpc', code: 'L-F678F1CE', name: 'VPCs per Region' },
  { says: /\bAddressLimitExceeded\b/, service: 'ec2', code: 'L-0263D0A3', name: 'EC2-VPC Elastic IPs' },
  {
    says: /\bNatGatewayLimitExceeded\b/,
    service: 'vpc',
    code: 'L-FE5A380F',
    name: 'NAT gateways per Availability Zone',
  },
  {
    says: /\bInternetGatewayLimitExceeded\b/,
    service: 'vpc',
    code: 'L-A4707A72',
    name: 'Internet gateways per Region',
  },
  { says: /\bVpcEndpointLimitExceeded\b/, service: 'vpc', code: 'L-29B6F2EB', name: 'Interface VPC endpoints per VPC' },
  {
    says: /\bSecurityGroupLimitExceeded\b/,
    service: 'vpc',
    code: 'L-E79EC296',
    name: 'VPC security groups per Region',
  },
  {
    says: /\bRulesPerSecurityGroupLimitExceeded\b/,
    service: 'vpc',
    code: 'L-0EA8095F',
    name: 'Inbound or outbound rules per security group',
  },
  {
    says: /\bVcpuLimitExceeded\b|\bInstanceLimitExceeded\b/,
    service: 'ec2',
    code: 'L-1216C47A',
    name: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
  },
  {
    says: /\bMaxSpotInstanceCountExceeded\b/,
    service: 'ec2',
    code: 'L-34B43A08',
    name: 'All Standard Spot Instance Requests',
  },
  { says: /ResourceLimitExceeded[^;]*cluster/i, service: 'eks', code: 'L-1194D53C', name: 'Clusters' },
  { says: /\bInstanceQuotaExceeded(?:Fault)?\b/, service: 'rds', code: 'L-7B6409FD', name: 'DB instances' },
  {
    says: /\bStorageQuotaExceeded(?:Fault)?\b/,
    service: 'rds',
    code: 'L-7ADDB58A',
    name: 'Total storage for all DB instances',
  },
  {
    says: /\bNodeQuotaForC(?:ustomer|luster)Exceeded(?:Fault)?\b/,
    service: 'elasticache',
    code: 'L-DFE45DF3',
    name: 'Nodes per Region',
  },
  {
    says: /\bTooManyLoadBalancers\b/,
    service: 'elasticloadbalancing',
    code: 'L-53DA6B97',
    name: 'Application Load Balancers per Region',
  },
  { says: /LimitExceeded[^;]*RolesPerAccount/, service: 'iam', code: 'L-FE177D64', name: 'Roles per account' },
]

/** One cause for each quota that is known, and one for all others. */
export const quotaCauses: readonly Cause[] = [
  ...quotas.map(
    ({ says, service, code, name }): Cause => ({
      says,
      cause: `the account has reached its quota "${name}" in this region`,
      cure: 'ask for a higher quota, or delete what nobody needs any more; then it goes on by itself',
      heals: 'Person',
      command: `aws service-quotas get-service-quota --service-code ${service} --quota-code ${code}`,
    }),
  ),
  {
    says: /\b(\w*(?:LimitExceeded|QuotaExceeded|TooMany[A-Z]\w+)(?:Exception|Fault)?)\b/,
    cause: 'the account has reached a quota ($1)',
    cure: 'ask for a higher quota in the Service Quotas console, or delete what nobody needs any more',
    heals: 'Person',
  },
]
