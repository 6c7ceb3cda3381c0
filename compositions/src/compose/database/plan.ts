import { parsePlatformDatabaseSpec } from '@taskplatform/crds/contract'
import type { PlatformDatabaseSpec } from '@taskplatform/crds/layers/database'
import { type Layer, readComposite } from '../../layer.ts'
import { hyphenName } from '../../names.ts'
import { asked, type Observed, observation } from '../../observed.ts'
import { accountOf } from '../account.ts'
import { type Upgrade, upgradeOf } from '../data/upgrade.ts'

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
    upgrade: upgradeTo(spec.engineVersion, identifier, observed),
  }
}

/** What the instance was asked to be in the last round; nothing before there is one. */
export const askedInstance = (observed: Observed) => asked(observed, 'rds/Instance', keys.instance)

/** Name of the parameter group of a family in RDS. */
export const parameterGroupName = (identifier: string, family: string): string => `${identifier}-${family}`

const upgradeTo = (wanted: string, identifier: string, observed: Observed): Upgrade => {
  const familyOf = (major: string) => `postgres${major}`
  const { engineVersionActual, parameterGroupName: used } = observation(observed, 'rds/Instance', keys.instance)
  return upgradeOf({
    observed,
    kind: 'rds/ParameterGroup',
    wanted,
    asked: askedInstance(observed).engineVersion,
    familyOf,
    hasMoved:
      engineVersionActual?.split('.')[0] === wanted && used === parameterGroupName(identifier, familyOf(wanted)),
  })
}
