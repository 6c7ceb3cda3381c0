/** One major version of PostgreSQL on RDS. */
export type Major = Readonly<{
  /** Family of its parameter groups. */
  family: string
  /** Lowest and newest minor version that can be created. */
  minors: Readonly<{ first: number; last: number }>
}>

/** PostgreSQL by major version. AWS refuses minors below the first since 2026-05-01. */
export const postgresMajors: Readonly<Record<string, Major>> = {
  '15': { family: 'postgres15', minors: { first: 13, last: 18 } },
  '16': { family: 'postgres16', minors: { first: 9, last: 14 } },
  '17': { family: 'postgres17', minors: { first: 5, last: 10 } },
  '18': { family: 'postgres18', minors: { first: 1, last: 4 } },
}

/** When and where the table was read. */
export const engineVersionsSource = {
  asOf: '2026-08-22',
  source:
    'https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html, by way of endoflife.date release data; the floor from an AWS notice of 2026-05',
} as const

/** The version that AWS makes of what is asked for: `17.10` of `17`, the newest without one; `undefined` if there is none. */
export const actualVersion = (asked: unknown): string | undefined => {
  const [major = '', minor] = String(asked ?? newestMajor).split('.')
  const minors = postgresMajors[major]?.minors
  if (!minors) return undefined
  if (minor === undefined) return `${major}.${minors.last}`
  return Number(minor) >= minors.first && Number(minor) <= minors.last ? `${major}.${Number(minor)}` : undefined
}

/** `17` of `17.10`. */
export const majorOf = (version: unknown): string => String(version ?? '').split('.')[0] ?? ''

/** Below zero if `a` is the lower version. A part that is left out counts as zero, as the provider compares them. */
export const compareVersions = (a: unknown, b: unknown): number => {
  const [partsA, partsB] = [a, b].map((version) =>
    String(version ?? '')
      .split('.')
      .map(Number),
  )
  const places = Math.max(partsA?.length ?? 0, partsB?.length ?? 0)
  const differences = Array.from({ length: places }, (_, place) => (partsA?.[place] ?? 0) - (partsB?.[place] ?? 0))
  return differences.find((difference) => difference !== 0) ?? 0
}

const newestMajor = '17'
