import { parsePlatformDatabaseSpec } from '@taskplatform/crds/contract'
import type { PlatformDatabaseSpec } from '@taskplatform/crds/layers/database'
import { type Layer, readComposite } from '../../layer.ts'
import { hyphenName } from '../../names.ts'
import { asked, type Observed, observation } from '../../observed.ts'
import { accountOf } from '../account.ts'
import { type Upgrade, upgradeOf } from '../data/upgrade.ts'
import { areReady } from '../gate.ts'

/** All that the parts of a database decide from. */
export type DatabasePlan = Readonly<{
  layer: Layer
  spec: PlatformDatabaseSpec
  observed: Observed
  /** Identifier of the DB instance, known before it exists. */
  identifier: string
  /** Number of the account, as soon as anything tells. */
  account: string | undefined
  upgrade: Upgrade
}>

/** Composition keys. They never change their meaning. */
export const keys = {
  subnetGroup: 'subnet-group',
  logGroup: (log: string) => `log-group-${log}`,
  monitoringRole: 'monitoring-role',
  monitoringRolePolicy: 'monitoring-role-policy',
  instance: 'instance',
  events: 'event-subscription',
  upgradeSnapshot: (to: string) => `upgrade-snapshot-${to}`,
} as const

/** Port that PostgreSQL listens on. */
export const port = 5432

/** Reads a PlatformDatabase. Throws a `MalformedCompositeError` that names each bad field. */
export const databasePlan = (composite: unknown, observed: Observed): DatabasePlan => {
  const { layer, spec } = readComposite(composite, { layer: 'database', parseSpec: parsePlatformDatabaseSpec })
  const identifier = spec.identifier ?? hyphenName(layer.owner, { max: 63 })
  return {
    layer,
    spec,
    observed,
    identifier,
    account: accountOf(spec.accountId, observed),
    upgrade: upgradeTo(spec, identifier, observed),
  }
}

/** What the instance was asked to be in the last round; nothing before there is one. */
export const askedInstance = (observed: Observed) => asked(observed, 'rds/Instance', keys.instance)

/** Name of the parameter group of a family in RDS. */
export const parameterGroupName = (identifier: string, family: string): string => `${identifier}-${family}`

/** Whether the instance still has to leave its major version, and has not been asked to. */
export const isLeaving = ({ spec, observed }: Pick<DatabasePlan, 'spec' | 'observed'>): boolean => {
  const from = askedInstance(observed).engineVersion
  return from !== undefined && Number(majorOf(from)) < Number(spec.engineVersion)
}

/** Whether the instance is on its way to another major version: it was asked for, and RDS still runs the one before. */
export const isMoving = ({ observed, upgrade }: Pick<DatabasePlan, 'observed' | 'upgrade'>): boolean => {
  const runs = observation(observed, 'rds/Instance', keys.instance).engineVersionActual
  return runs !== undefined && Number(majorOf(runs)) < Number(upgrade.version)
}

const majorOf = (version: string): string => version.split('.')[0] ?? version

const upgradeTo = (spec: PlatformDatabaseSpec, identifier: string, observed: Observed): Upgrade => {
  const { engineVersion: wanted, holdUpgrade } = spec
  const familyOf = (major: string) => `postgres${major}`
  const { engineVersionActual, parameterGroupName: used } = observation(observed, 'rds/Instance', keys.instance)
  return upgradeOf({
    observed,
    kind: 'rds/ParameterGroup',
    wanted,
    asked: askedInstance(observed).engineVersion,
    familyOf,
    // never without a copy of the data as it is
    mayBegin: !holdUpgrade && areReady(observed, [{ kind: 'rds/Snapshot', key: keys.upgradeSnapshot(wanted) }]),
    hasMoved:
      engineVersionActual !== undefined &&
      majorOf(engineVersionActual) === wanted &&
      used === parameterGroupName(identifier, familyOf(wanted)),
  })
}
