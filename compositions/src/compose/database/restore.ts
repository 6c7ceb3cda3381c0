import type { ManagedResources } from '../../generated/kinds.ts'
import { type DatabasePlan, keys } from './plan.ts'

/** What an instance is made from. Asked for at creation only. */
export type Origin = Pick<Initial, 'snapshotIdentifier' | 'restoreToPointInTime'>

type Initial = NonNullable<ManagedResources['rds/Instance']['spec']['initProvider']>

/**
 * The snapshot or moment that the instance is, or was, made from; undefined for one that began empty. Once there is an instance
 * its own beginning counts, whatever the spec says today.
 */
export const originOf = ({ spec, observed }: DatabasePlan): Origin | undefined => {
  const instance = observed[keys.instance]
  return instance ? asked(instance.spec.initProvider ?? {}) : wanted(spec.restore ?? {})
}

const asked = ({ snapshotIdentifier, restoreToPointInTime }: Initial): Origin | undefined => {
  if (snapshotIdentifier) return { snapshotIdentifier }
  return restoreToPointInTime ? { restoreToPointInTime } : undefined
}

const wanted = (restore: NonNullable<DatabasePlan['spec']['restore']>): Origin | undefined => {
  const { snapshotIdentifier, pointInTime: restoreTime, sourceInstanceIdentifier } = restore
  if (snapshotIdentifier) return { snapshotIdentifier }
  if (!restoreTime || !sourceInstanceIdentifier) return undefined
  return { restoreToPointInTime: { restoreTime, sourceDbInstanceIdentifier: sourceInstanceIdentifier } }
}
