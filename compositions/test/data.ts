import type { PlatformCacheSpec } from '@taskplatform/crds/layers/cache'
import type { PlatformDatabaseSpec } from '@taskplatform/crds/layers/database'
import type { PlatformRegistrySpec } from '@taskplatform/crds/layers/registry'
import type { PlatformSecretsSpec } from '@taskplatform/crds/layers/secrets'
import type { Composition } from '../src/composition.ts'

type Metadata = Readonly<{ namespace?: string; name?: string; uid?: string }>

const composite = <Spec extends object>(kind: string, layer: string, spec: Spec, metadata: Metadata) => ({
  apiVersion: 'aws.taskplatform.dev/v1alpha1',
  kind,
  metadata: {
    namespace: 'team-tasks',
    name: `tasks-${layer}`,
    labels: { 'taskplatform.dev/platform': 'tasks' },
    ...metadata,
  },
  spec: { region: 'ap-northeast-1', ...spec },
})

const inVpc = { vpcId: 'vpc-0a1b2c3d4e5f60718', subnetIds: ['subnet-0a', 'subnet-0c', 'subnet-0d'] }

/** Account that the operator passes on. */
export const givenAccount = '111122223333'

/** Topic that the operator passes on. */
export const ticketTopic = `arn:aws:sns:ap-northeast-1:${givenAccount}:tasks-ticket`

/** A database by itself: nothing but where it lies. State only what matters. */
export const plainDatabase = (spec: Partial<PlatformDatabaseSpec> = {}, metadata: Metadata = {}) =>
  composite('PlatformDatabase', 'database', { ...inVpc, ...spec }, metadata)

/** A database as the operator writes it for the Production profile, when all inputs are known. */
export const productionDatabase = (spec: Partial<PlatformDatabaseSpec> = {}, metadata: Metadata = {}) =>
  plainDatabase(
    {
      accountId: givenAccount,
      identifier: 'tp-team-tasks-tasks-0a1b2c3d',
      clusterSecurityGroupId: 'sg-0c1',
      engineVersion: '17',
      instanceClass: 'db.r6g.large',
      storageGiB: 50,
      maxStorageGiB: 200,
      multiAz: true,
      backupRetentionDays: 14,
      deletionProtection: true,
      dataPolicy: 'Snapshot',
      customKey: true,
      performanceInsights: true,
      enhancedMonitoringSeconds: 60,
      logExports: ['postgresql', 'upgrade'],
      logRetentionDays: 30,
      eventsTopicArn: ticketTopic,
      ...spec,
    },
    metadata,
  )

/** A cache by itself: nothing but where it lies. */
export const plainCache = (spec: Partial<PlatformCacheSpec> = {}, metadata: Metadata = {}) =>
  composite('PlatformCache', 'cache', { ...inVpc, ...spec }, metadata)

/** A cache as the operator writes it for the Production profile, when all inputs are known. */
export const productionCache = (spec: Partial<PlatformCacheSpec> = {}, metadata: Metadata = {}) =>
  plainCache(
    {
      accountId: givenAccount,
      identifier: 'tp-team-tasks-tasks-0a1b2c3d',
      clusterSecurityGroupId: 'sg-0c1',
      engine: 'Redis',
      engineVersion: '7.1',
      nodeType: 'cache.t3.small',
      nodes: 3,
      multiAz: true,
      snapshotRetentionDays: 7,
      dataPolicy: 'Snapshot',
      customKey: true,
      logDelivery: true,
      logRetentionDays: 30,
      eventsTopicArn: ticketTopic,
      ...spec,
    },
    metadata,
  )

/** A registry by itself. */
export const plainRegistry = (spec: Partial<PlatformRegistrySpec> = {}, metadata: Metadata = {}) =>
  composite('PlatformRegistry', 'registry', spec, metadata)

/** Secrets by themselves. */
export const plainSecrets = (spec: Partial<PlatformSecretsSpec> = {}, metadata: Metadata = {}) =>
  composite('PlatformSecrets', 'secrets', spec, metadata)

/** Keys of what stays in AWS when its object goes, in alphabetical order. */
export const kept = ({ resources }: Pick<Composition, 'resources'>): string[] =>
  Object.entries(resources)
    .filter(
      ([
        ,
        {
          resource: { spec },
        },
      ]) => spec.managementPolicies && !spec.managementPolicies.includes('Delete'),
    )
    .map(([key]) => key)
    .sort()

/** A policy document in a parameter of a resource. */
export const documentIn = ({ resources }: Pick<Composition, 'resources'>, key: string, field = 'policy') =>
  JSON.parse(String(resources[key]?.resource.spec.forProvider[field])) as {
    Statement: readonly Readonly<Record<string, unknown>>[]
  }
