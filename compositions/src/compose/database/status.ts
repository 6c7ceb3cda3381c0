import type { PlatformDatabaseStatus } from '@taskplatform/crds/layers/database'
import { identifier as identifierOf, observation } from '../../observed.ts'
import { accessKeys } from '../data/access.ts'
import { keyArnOf } from '../data/data-key.ts'
import { known } from '../known.ts'
import { type DatabasePlan, keys } from './plan.ts'
import { upgradeSnapshotIdentifier } from './upgrade-snapshot.ts'

/** What others need to reach the database and to watch it, each as soon as AWS has told. */
export const databaseStatus = (database: DatabasePlan): PlatformDatabaseStatus => {
  const { spec, observed, identifier, account } = database
  const instance = observation(observed, 'rds/Instance', keys.instance)
  return known({
    accountId: account,
    keyArn: keyArnOf(database),
    securityGroupId: identifierOf(observed, accessKeys.securityGroup),
    ...(instance.arn ? { instanceIdentifier: identifier, databaseName: instance.dbName ?? spec.databaseName } : {}),
    instanceArn: instance.arn,
    resourceId: instance.resourceId,
    address: instance.address,
    port: instance.port,
    engineVersion: instance.engineVersionActual,
    upgradeSnapshotIdentifier: upgradeSnapshotIdentifier(database),
    masterUserSecretArn: instance.masterUserSecret?.[0]?.secretArn,
    caCertIdentifier: instance.caCertIdentifier,
    allocatedStorageGiB: instance.allocatedStorage,
  })
}
