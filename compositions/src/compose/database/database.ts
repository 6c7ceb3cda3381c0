import type { PlatformDatabaseStatus } from '@taskplatform/crds/layers/database'
import { type Composition, compositionOf } from '../../composition.ts'
import type { Observed } from '../../observed.ts'
import { accessOf } from '../data/access.ts'
import { keyOfData, withheldForAccount } from '../data/data-key.ts'
import { keepsData } from '../kept.ts'
import { forLogGroups, throughServices } from '../key.ts'
import { events } from './events.ts'
import { instance, withheldInstance } from './instance.ts'
import { allLogGroups, logGroups } from './logs.ts'
import { monitoringRole } from './monitoring.ts'
import { parameterGroups } from './parameters.ts'
import { databasePlan, port } from './plan.ts'
import { databaseStatus } from './status.ts'
import { subnetGroup } from './subnet-group.ts'
import { upgradeSnapshot } from './upgrade-snapshot.ts'

/** Composes a PlatformDatabase. Throws a `MalformedCompositeError` that names each bad field. */
export const composeDatabase = (composite: unknown, observed: Observed): Composition<PlatformDatabaseStatus> => {
  const database = databasePlan(composite, observed)
  const { layer, spec, identifier } = database
  const { vpcId, clusterSecurityGroupId } = spec
  const uses = [throughServices('rds', 'secretsmanager'), forLogGroups(...allLogGroups(identifier))]
  return compositionOf(layer, observed, {
    desired: [
      ...keyOfData(database, 'Storage, logs and master password', uses),
      ...accessOf(layer, { what: 'PostgreSQL', port, vpcId, clusterSecurityGroupId, kept: keepsData(spec.dataPolicy) }),
      subnetGroup(database),
      ...parameterGroups(database),
      ...logGroups(database),
      ...monitoringRole(database),
      ...upgradeSnapshot(database),
      ...instance(database),
      ...events(database),
    ],
    withheld: [...withheldForAccount(database), ...withheldInstance(database)],
    status: databaseStatus(database),
  })
}
