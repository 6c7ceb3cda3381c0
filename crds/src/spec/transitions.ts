import { cacheVersions, currentRelease, fixedDefaults } from '../defaults.ts'
import { effective, immutable, type Meaning, type Rule } from '../rule.ts'
import { effectiveByProfile } from './rules.ts'

/**
 * Rules between the old spec and the new one. They stand on the spec and compare what a field means, set or not, so
 * that removing a field and setting it again is no way round them, and writing down the value that a field has
 * already is allowed.
 */
export const transitionRules: readonly Rule[] = [
  immutable('profile', (spec) => `${spec}.profile`, 'make a new platform of the other profile and move the data'),
  immutable('region', (spec) => `${spec}.region`, 'AWS cannot move a platform; make a new one there'),
  immutable(
    'aws.providerConfigRef',
    (spec) =>
      `${effective('aws.providerConfigRef.kind', `'${fixedDefaults.providerConfigKind}'`, spec)} + '/' + ${effective('aws.providerConfigRef.name', `'${fixedDefaults.providerConfigName}'`, spec)}`,
    'another account would not know what was made in this one',
  ),
  immutable(
    'network.cidr',
    (spec) => effective('network.cidr', `'${fixedDefaults.networkCidr}'`, spec),
    `AWS cannot renumber a VPC (not set means ${fixedDefaults.networkCidr})`,
  ),
  immutable(
    'cluster.serviceCidr',
    (spec) => effective('cluster.serviceCidr', `'${fixedDefaults.serviceCidr}'`, spec),
    `EKS cannot renumber Services (not set means ${fixedDefaults.serviceCidr})`,
  ),
  immutable(
    'database.databaseName',
    (spec) => effective('database.databaseName', `'${fixedDefaults.databaseName}'`, spec),
    `it would be another, empty database (not set means ${fixedDefaults.databaseName})`,
  ),
  immutable(
    'cache.engine',
    (spec) => effective('cache.engine', `'${fixedDefaults.cacheEngine}'`, spec),
    `the cache would be replaced (not set means ${fixedDefaults.cacheEngine})`,
  ),
  neverLess(
    'network.availabilityZones',
    (spec) => effectiveByProfile('network.availabilityZones', spec),
    'subnets in use cannot be taken away',
  ),
  neverLess(
    'cluster.version',
    (spec) => effective('cluster.version', `'${currentRelease.kubernetes}'`, spec),
    'EKS cannot downgrade',
  ),
  neverLess(
    'database.engineVersion',
    (spec) => effective('database.engineVersion', `'${fixedDefaults.databaseMajor}'`, spec),
    'RDS cannot downgrade; restore a snapshot into a new platform instead',
  ),
  neverLess(
    'database.storageGiB',
    (spec) => effectiveByProfile('database.storageGiB', spec),
    'RDS cannot shrink storage',
  ),
  neverLess(
    'cache.engineVersion',
    (spec) =>
      effective(
        'cache.engineVersion',
        `(${effective('cache.engine', `'${fixedDefaults.cacheEngine}'`, spec)} == 'Redis' ? '${cacheVersions.Redis}' : '${cacheVersions.Valkey}')`,
        spec,
      ),
    'ElastiCache cannot downgrade',
  ),
  neverLess(
    'monitoring.metricsStorageGiB',
    (spec) => effectiveByProfile('monitoring.metricsStorageGiB', spec),
    'a volume cannot shrink',
  ),
  ...['snapshotIdentifier', 'pointInTime', 'sourceInstanceIdentifier'].map((field) =>
    onlyRemovable(`database.restore.${field}`),
  ),
]

/** Versions compare as text: every one that the schema allows has the same number of digits. */
function neverLess(field: string, meaning: Meaning, why: string): Rule {
  return {
    rule: `${meaning('self')} >= ${meaning('oldSelf')}`,
    message: `${field} must not go down: ${why}; put the old value back`,
  }
}

function onlyRemovable(path: string): Rule {
  const [now, before] = [effective(path, "''", 'self'), effective(path, "''", 'oldSelf')]
  return {
    rule: `${now} == '' || ${now} == ${before}`,
    message: `${path} is read when the database is made: it may be removed, and neither set nor changed; restore into a new platform instead`,
  }
}
