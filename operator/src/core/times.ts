import type { LayerName } from './layer-names.ts'

/**
 * How long a layer takes, in minutes: `expected` is what nineteen of twenty take, `stalled` is when to call it stuck.
 * A layer takes as long as the slowest chain in it: for Network the NAT gateways, for Endpoints the subnet
 * associations of one endpoint, a minute each and one after the other, for Cluster control plane, nodes and add-ons,
 * for Database an instance in two zones, for Edge the load balancer and the validation of its certificate.
 */
export const layerTimes: Readonly<Record<LayerName, Readonly<{ expected: number; stalled: number }>>> = {
  Network: { expected: 6, stalled: 15 },
  Endpoints: { expected: 8, stalled: 20 },
  Cluster: { expected: 24, stalled: 50 },
  Database: { expected: 20, stalled: 40 },
  Cache: { expected: 20, stalled: 50 },
  Registry: { expected: 2, stalled: 10 },
  Secrets: { expected: 2, stalled: 10 },
  Edge: { expected: 10, stalled: 30 },
  Identities: { expected: 3, stalled: 10 },
  Observability: { expected: 5, stalled: 15 },
}

/** When and where the figures above come from. */
export const layerTimesProvenance = {
  asOf: '2026-11-24',
  source:
    'AWS provider end-to-end logs for VPC and subnets; NAT gateway and endpoint association times measured with provider-upjet-aws 2.5; ' +
    'logs of acceptance tests of the AWS providers of Terraform for EKS, RDS and ElastiCache; estimates for the rest',
}
