/** Where the numbers below come from. */
export const databaseClassSource = {
  asOf: '2026-11-24',
  source:
    'RDS user guide, "Hardware specifications for DB instance classes", from memory; https://docs.aws.amazon.com/prescriptive-guidance/latest/tuning-postgresql-parameters/max-connections.html',
} as const

/**
 * Memory of a DB instance class in GiB. Sizes double from one to the next, and a letter says how much memory goes with a processor. An
 * unknown class counts as the smallest, so that its alarms come too early rather than never.
 */
export const memoryGiBOf = (instanceClass: string | undefined): number => {
  const [, family = '', size = ''] = /^db\.([a-z]+)[0-9a-z-]*\.([a-z0-9]+)$/.exec(instanceClass ?? '') ?? []
  const processors = processorsOf(size)
  if (family === 't') return smallSizes[size] ?? (processors ? processors * 4 : smallest)
  const perProcessor = memoryPerProcessor[family]
  return processors && perProcessor ? processors * perProcessor : smallest
}

/** Connections that RDS lets PostgreSQL take if nobody says otherwise: LEAST(DBInstanceClassMemory / 9531392, 5000). */
export const defaultMaxConnections = (memoryGiB: number): number =>
  Math.min(Math.floor((memoryGiB * 2 ** 30) / 9_531_392), 5000)

const smallest = 1

const smallSizes: Readonly<Record<string, number>> = { micro: 1, small: 2, medium: 4 }

const memoryPerProcessor: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8, x: 16, z: 8 }

const processorsOf = (size: string): number | undefined => {
  if (size === 'medium') return 1
  if (size === 'large') return 2
  const [, times = '1'] = /^([0-9]*)xlarge$/.exec(size) ?? []
  return size.endsWith('xlarge') ? 4 * Number(times || '1') : undefined
}
