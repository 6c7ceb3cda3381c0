/** Everything that is compared, in the order of the table. */
export const measures = {
  cold_start: { title: 'start to ready, all platforms there and settled', unit: 'ms' },
  drain_rate: { title: 'drain of new platforms, from the start of the process', unit: 'platforms/s' },
  drain_cpu: { title: 'processor time for that drain', unit: 's' },
  ready_p50: { title: 'apply to Ready at 10 a second, p50', unit: 'ms' },
  ready_p99: { title: 'apply to Ready at 10 a second, p99', unit: 'ms' },
  calls_first: { title: 'API calls of a first pass', unit: 'calls' },
  calls_idle: { title: 'API calls of an idle pass', unit: 'calls' },
  rest_cpu: { title: 'processor at rest, share of a core', unit: 'percent' },
  memory_empty: { title: 'memory, nothing to do', unit: 'MiB' },
  memory_rest: { title: 'memory, all platforms at rest', unit: 'MiB' },
  memory_growth: { title: 'growth of memory per 1,000 objects', unit: 'MiB' },
  memory_peak: { title: 'peak of memory in the drain', unit: 'MiB' },
  connections_rest: { title: 'connections at rest', unit: 'connections' },
  connections_peak: { title: 'connections in the drain, at most', unit: 'connections' },
  stop: { title: 'SIGTERM to the end, at rest', unit: 'ms' },
  recover_away: { title: 'recovery, API server away for 30 s', unit: 's' },
  recover_half_open: { title: 'recovery, connections half open', unit: 's' },
  recover_refused: { title: 'recovery, 429 for 20 s', unit: 's' },
  fault_exits: { title: 'exits in these three faults', unit: 'exits' },
  failover_kill: { title: 'failover, leader killed', unit: 's' },
  failover_term: { title: 'failover, leader told to end', unit: 's' },
  rest_writes: { title: 'writes in ten minutes of rest', unit: 'writes' },
  rest_requests: { title: 'other requests in ten minutes of rest', unit: 'requests' },
} as const satisfies Readonly<Record<string, Readonly<{ title: string; unit: string }>>>

export type Measure = keyof typeof measures

/** What one run gave; a text says why there is no number. */
export type Measured = Readonly<Partial<Record<Measure, number | string>>>
