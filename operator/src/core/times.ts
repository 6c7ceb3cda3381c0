import type { LayerName } from './layer-names.ts'

/**
 * How long a layer takes, in minutes: `reports` is until others can be built from it, `expected` what nineteen of twenty take,
 * `stalled` when to call it stuck.
 * A layer takes as long as the slowest chain in it: for Network the NAT gateways, for Endpoints the subnet
 * associations of one endpoint, a minute each and one after the other, for Cluster control plane, nodes and add-ons,
 * for Database an instance in two zones, for Edge the load balancer and the validation of its certificate.
 */
export const layerTimes: Readonly<Record<LayerName, Readonly<{ reports: number; expected: number; stalled: number }>>> =
  {
    Network: { reports: 1, expected: 6, stalled: 15 },
    Endpoints: { reports: 8, expected: 8, stalled: 20 },
    Cluster: { reports: 11, expected: 24, stalled: 50 },
    Database: { reports: 15, expected: 20, stalled: 40 },
    Cache: { reports: 15, expected: 20, stalled: 50 },
    Registry: { reports: 1, expected: 2, stalled: 10 },
    Secrets: { reports: 1, expected: 2, stalled: 10 },
    Edge: { reports: 4, expected: 10, stalled: 30 },
    Identities: { reports: 1, expected: 3, stalled: 10 },
    Observability: { reports: 1, expected: 5, stalled: 15 },
  }

/** When and where the figures above come from. */
export const layerTimesProvenance = {
  asOf: '2026-11-24',
  source:
    'AWS provider end-to-end logs for VPC and subnets; NAT gateway and endpoint association times measured with provider-upjet-aws 2.5; ' +
    'logs of acceptance tests of the AWS providers of Terraform for EKS, RDS and ElastiCache; estimates for the rest',
}
