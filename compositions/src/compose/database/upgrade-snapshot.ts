import { asItIs } from '../../as-it-is.ts'
import { type Desired, managed } from '../../managed.ts'
import { externalName } from '../../observed.ts'
import { areReady } from '../gate.ts'
import { keepsKey, keptIf } from '../kept.ts'
import { type DatabasePlan, isLeaving, keys } from './plan.ts'

/**
 * The snapshot that is taken before an upgrade to another major version, and stays until the next one. Unless the policy is Delete
 * it outlives the database, as a final snapshot does. It is never taken after the fact: of an instance that has left already it
 * would not hold what its name says.
 */
export const upgradeSnapshot = (database: DatabasePlan): Desired[] => {
  const { layer, spec, observed, identifier } = database
  const key = keys.upgradeSnapshot(spec.engineVersion)
  if (!observed[key] && !isLeaving(database)) return olderSnapshots(database)
  return [
    managed(
      layer,
      'rds/Snapshot',
      key,
      { dbInstanceIdentifier: identifier },
      {
        externalName: `${identifier}-before-${spec.engineVersion}`,
        ...keptIf(keepsKey(spec.dataPolicy), { lateInitialize: false }),
      },
    ),
  ]
}

/** Name of the snapshot that was taken before the upgrade to the version of the spec; undefined until it is complete. */
export const upgradeSnapshotIdentifier = ({ spec, observed }: DatabasePlan): string | undefined => {
  const key = keys.upgradeSnapshot(spec.engineVersion)
  return areReady(observed, [{ kind: 'rds/Snapshot', key }]) ? externalName(observed[key]) : undefined
}

/** That of the upgrade before, as long as there is no other upgrade. */
const olderSnapshots = ({ observed }: DatabasePlan): Desired[] =>
  Object.keys(observed)
    .filter((key) => key.startsWith(keys.upgradeSnapshot('')))
    .flatMap((key) => asItIs(observed, 'rds/Snapshot', key))
