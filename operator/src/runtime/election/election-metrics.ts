import type { Metrics } from '../../ports/metrics.ts'

/** Measurements of one election under client-go's names, all at 0 from the start. */
export const electionMetrics = (metrics: Metrics, name: string, isLeading: () => boolean) => {
  const slowPaths = metrics.counter({
    name: 'leader_election_slowpath_total',
    help: 'Renewals that had to look at the Lease first, by lease.',
    labels: ['name'],
  })
  slowPaths.add({ name }, 0)
  metrics.observe(
    {
      name: 'leader_election_master_status',
      help: 'Whether this process leads (1) or stands by (0).',
      labels: ['name'],
    },
    () => [{ labels: { name }, value: isLeading() ? 1 : 0 }],
  )
  return { slow: () => slowPaths.add({ name }) }
}
