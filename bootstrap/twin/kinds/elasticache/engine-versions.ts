/** One engine version of ElastiCache. */
type EngineVersion = Readonly<{ engine: 'redis' | 'valkey'; version: string; family: string; actual: string }>

/** Versions that can be created, with the family of their parameter groups and what a describe calls them. */
const engineVersions: readonly EngineVersion[] = [
  { engine: 'redis', version: '6.2', family: 'redis6.x', actual: '6.2.6' },
  { engine: 'redis', version: '7.0', family: 'redis7', actual: '7.0.7' },
  { engine: 'redis', version: '7.1', family: 'redis7', actual: '7.1.0' },
  { engine: 'valkey', version: '7.2', family: 'valkey7', actual: '7.2.6' },
  { engine: 'valkey', version: '8.0', family: 'valkey8', actual: '8.0.1' },
  { engine: 'valkey', version: '8.1', family: 'valkey8', actual: '8.1.0' },
  { engine: 'valkey', version: '8.2', family: 'valkey8', actual: '8.2.0' },
  { engine: 'valkey', version: '9.0', family: 'valkey9', actual: '9.0.0' },
]

/** When and where the table was read; patch numbers are judgements. */
export const cacheEnginesSource = {
  asOf: '2026-08-22',
  source: 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html',
} as const

/** The version that AWS makes of what is asked for; the newest of the engine without one; `undefined` if there is none. */
export const engineVersion = (engine: unknown, version: unknown): EngineVersion | undefined => {
  const ofEngine = engineVersions.filter((one) => one.engine === engine)
  if (version === undefined) return ofEngine.at(-1)
  return ofEngine.find((one) => one.version === version || (version === '6.x' && one.family === 'redis6.x'))
}

/** Whether there are parameter groups of a family. */
export const familyExists = (family: unknown): boolean => engineVersions.some((one) => one.family === family)

/** Whether a replication group runs on a node type such as `cache.t3.small`. Written down from memory of the user guide. */
export const nodeTypeExists = (nodeType: unknown): boolean =>
  /^cache\.(t3\.(micro|small|medium)|t4g\.(micro|small|medium)|(m5|m6g|m7g|r5|r6g|r7g)\.(large|(2|4|8|12|16|24)?xlarge)|r6gd\.(2|4|8|12|16)?xlarge|c7gn\.(large|(2|4|8|12|16)?xlarge))$/.test(
    String(nodeType),
  )
