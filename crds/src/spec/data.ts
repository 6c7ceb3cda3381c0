import { z } from 'zod'
import { cacheNodeType, databaseInstanceClass } from '../aws-values.ts'
import { oneOf, text, whole } from '../fields.ts'
import { isSet, withRules } from '../rule.ts'

/** Majors of PostgreSQL that RDS keeps in standard support for at least a year. As of 2026-11-24. */
export const postgresMajors = ['15', '16', '17', '18'] as const

/** Versions of both cache engines that ElastiCache keeps in standard support. As of 2026-11-24. */
export const cacheEngineVersions = ['7.0', '7.1', '7.2', '8.0', '8.1', '8.2'] as const

const instanceIdentifier = /^$|^[a-z]([a-z0-9-]*[a-z0-9])?$/

/** What a database is made from, if not from nothing. */
export const restore = withRules(
  z.object({
    snapshotIdentifier: text({
      max: 255,
      pattern: /^$|^[a-zA-Z]([a-zA-Z0-9:-]*[a-zA-Z0-9])?$/,
      examples: ['tasks-final-2026-11-20'],
    })
      .optional()
      .describe('DB snapshot that the database is made from. Empty means not set.'),
    pointInTime: text({
      max: 20,
      pattern: /^$|^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$/,
      examples: ['2026-11-20T08:30:00Z'],
    })
      .optional()
      .describe('Moment (RFC 3339, UTC) whose state the database is made from. Empty means not set.'),
    sourceInstanceIdentifier: text({ max: 63, pattern: instanceIdentifier, examples: ['team-tasks-tasks'] })
      .optional()
      .describe(
        'DB instance that pointInTime speaks of, as it stands in status.resolved.database of its platform. Empty means not set.',
      ),
  }),
  [
    {
      rule: `!(${isSet('snapshotIdentifier', { text: true })} && ${isSet('pointInTime', { text: true })})`,
      message: 'snapshotIdentifier and pointInTime exclude each other: remove one of them',
    },
    {
      rule: `${isSet('sourceInstanceIdentifier', { text: true })} == ${isSet('pointInTime', { text: true })}`,
      message:
        'sourceInstanceIdentifier and pointInTime belong together: say whose state it is and when, or remove both',
    },
  ],
)

/** spec.database: PostgreSQL on RDS. */
export const database = z.object({
  engineVersion: oneOf(postgresMajors)
    .optional()
    .describe('Major version of PostgreSQL; AWS keeps the minor. May go up and never down; not set means 17.'),
  databaseName: text({ min: 1, max: 63, pattern: /^[a-z][a-z0-9_]*$/, examples: ['tasks'] })
    .optional()
    .describe('Name of the database in the instance. Immutable; not set means tasks.'),
  instanceClass: databaseInstanceClass
    .optional()
    .describe('RDS instance class. A change restarts the database in the maintenance window.'),
  storageGiB: whole({ min: 20, max: 65_536 })
    .optional()
    .describe('Storage in GiB, encrypted gp3. May grow, and never shrinks.'),
  maxStorageGiB: whole({ min: 22, max: 65_536 })
    .optional()
    .describe(
      'Size in GiB up to which RDS grows the storage by itself; at least a tenth above storageGiB. Not set means four times storageGiB.',
    ),
  multiAz: z.boolean().optional().describe('Whether a standby in another zone takes over when the first fails.'),
  backupRetentionDays: whole({ min: 1, max: 35 }).optional().describe('Days that automated backups are kept.'),
  restore: restore
    .optional()
    .describe(
      'What the database is made from. Read once, when the database is made; may be removed afterwards, not changed.',
    ),
})

/** spec.cache: Redis or Valkey on ElastiCache. */
export const cache = withRules(
  z.object({
    engine: oneOf(['Redis', 'Valkey']).optional().describe('Engine of the cache. Immutable; not set means Redis.'),
    engineVersion: oneOf(cacheEngineVersions)
      .optional()
      .describe('Version of the engine: 7.0 or 7.1 of Redis, 7.2 to 8.2 of Valkey. May go up and never down.'),
    nodeType: cacheNodeType.optional().describe('ElastiCache node type.'),
    nodes: whole({ min: 1, max: 6 }).optional().describe('Number of nodes: one primary, the rest replicas.'),
    multiAz: z
      .boolean()
      .optional()
      .describe('Whether a replica in another zone takes over when the primary fails; needs two nodes.'),
  }),
  [
    {
      rule: "!has(self.engineVersion) || (self.engineVersion in ['7.0', '7.1']) == (!has(self.engine) || self.engine == 'Redis')",
      message: 'engineVersion must be one of engine: 7.0 or 7.1 for Redis, 7.2, 8.0, 8.1 or 8.2 for Valkey',
    },
  ],
)

/** spec.registry: ECR repositories for the images of the application. */
export const registry = z.object({
  keepImages: whole({ min: 1, max: 1000 }).optional().describe('Number of images that each repository keeps.'),
})
