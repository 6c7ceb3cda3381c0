/** How many of each an account may have. */
export type Quotas = Readonly<Record<keyof typeof accountQuotas, number>>

/**
 * AWS' defaults are 5 VPCs, internet gateways, Elastic IP addresses per region and NAT gateways per zone. As in any company, the
 * limits of this account were raised, so that several platforms fit in; the other numbers are AWS' defaults.
 */
export const accountQuotas = {
  vpcsPerRegion: 100,
  internetGatewaysPerRegion: 100,
  elasticIpsPerRegion: 100,
  natGatewaysPerZone: 100,
  subnetsPerVpc: 200,
  routeTablesPerVpc: 200,
  routesPerTable: 500,
  securityGroupsPerRegion: 2500,
  rulesPerSecurityGroup: 60,
  gatewayEndpointsPerRegion: 20,
  interfaceEndpointsPerVpc: 50,
  rolesPerAccount: 1000,
  policiesPerRole: 10,
  loadBalancersPerRegion: 50,
  targetGroupsPerRegion: 3000,
  rulesPerLoadBalancer: 100,
}

/** When and where the defaults were read. */
export const quotasSource = {
  asOf: '2026-11-24',
  source: 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html',
} as const
