import type { LayerName } from '../layer-names.ts'

/**
 * How long AWS takes to remove a layer, in minutes, when nothing stands in the way. For Network it is the NAT gateways, for
 * Endpoints the subnet associations of one endpoint, for Cluster nodes, add-ons and control plane, for Database and Cache the
 * final snapshot too, for Edge the load balancer and the interfaces that AWS takes away after it.
 */
export const removalMinutes: Readonly<Record<LayerName, number>> = {
  Network: 4,
  Endpoints: 6,
  Cluster: 9,
  Database: 8,
  Cache: 8,
  Registry: 1,
  Secrets: 1,
  Edge: 3,
  Identities: 1,
  Observability: 1,
}

/** How long a cluster takes to let go of load balancers and volumes, in minutes. */
export const drainMinutes = 3

/** When and where the figures above come from. */
export const removalMinutesProvenance = {
  asOf: '2026-11-24',
  source:
    'acceptance tests of terraform-provider-aws for EKS, RDS and ElastiCache (create and destroy together); estimates, from memory, for the rest; ' +
    'a whole platform of this size is said to take 15 to 25 minutes to go',
}
