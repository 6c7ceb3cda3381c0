import type { AwsEvent } from '../test/lifecycle/aws.ts'

/**
 * The longest chain of what waits for one another in AWS while a platform is made: a control plane in its subnets, nodes that
 * join it, add-ons that run on them. Everything else, the database and the cache above all, has to hide behind it.
 */
export const criticalPath = ['VPC', 'Subnet', 'Cluster', 'NodeGroup', 'Addon'] as const

/**
 * Milliseconds that a creation took beyond what AWS needs for the critical path: all that Kubernetes, Crossplane, the provider
 * and we add to it. Throws when something of the path was never made.
 */
export const overheadMs = (events: readonly AwsEvent[], startedAt: number, readyAt: number): number =>
  readyAt - startedAt - criticalPath.reduce((sum, kind) => sum + longestWait(events, kind), 0)

const longestWait = (events: readonly AwsEvent[], kind: string): number => {
  const waits = events.filter((event) => event.op === 'created' && event.kind === kind)
  if (waits.length === 0) throw new Error(`no ${kind} was made, so there is no critical path to subtract`)
  return Math.max(...waits.map(({ at, doneAt }) => doneAt - at))
}
