import { type Desired, managed } from '../../managed.ts'
import { parameterGroupKey } from '../data/upgrade.ts'
import { keepsData, keptIf } from '../kept.ts'
import { type DatabasePlan, parameterGroupName } from './plan.ts'

/**
 * The parameter group of the wanted major version, and that of the one before for as long as the instance is on it. With Retain only
 * the one that the instance is asked for is kept.
 */
export const parameterGroups = ({ layer, spec, identifier, upgrade }: DatabasePlan): Desired[] =>
  upgrade.families.map((family) =>
    managed(
      layer,
      'rds/ParameterGroup',
      parameterGroupKey(family),
      {
        family,
        description: `PostgreSQL of ${layer.owner.namespace}/${layer.owner.name}`,
        parameter: Object.entries(settings(family, spec.slowQueryMilliseconds)).map(([name, value]) => ({
          name,
          value,
          applyMethod: asByDefault.has(name) ? 'pending-reboot' : 'immediate',
        })),
      },
      {
        externalName: parameterGroupName(identifier, family),
        ...keptIf(keepsData(spec.dataPolicy) && family === upgrade.family),
      },
    ),
  )

/**
 * What RDS has by default as well, written so that it stays when the default changes. All settings take effect without a restart; but
 * where nothing changes RDS records no method and answers pending-reboot, which the provider would correct forever.
 */
const asByDefault: ReadonlySet<string> = new Set(['rds.force_ssl', 'log_autovacuum_min_duration'])

/** TLS for everybody, and logs that tell what was slow, what waited, who came and what changed the schema. */
const settings = (family: string, slowQueryMilliseconds: number): Readonly<Record<string, string>> => ({
  'rds.force_ssl': '1',
  log_min_duration_statement: String(slowQueryMilliseconds),
  log_lock_waits: '1',
  log_temp_files: '10240',
  log_autovacuum_min_duration: '10000',
  log_statement: 'ddl',
  log_disconnections: '1',
  // PostgreSQL 18 made a list of words of what was a switch
  ...(family === 'postgres18' ? {} : { log_connections: '1' }),
})
