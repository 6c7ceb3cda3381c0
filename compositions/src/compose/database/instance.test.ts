import { describe, expect, test } from 'vitest'
import { kept, plainDatabase, productionDatabase } from '../../../test/data.ts'
import { settled, withCondition } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import type { Observed } from '../../observed.ts'
import { composeDatabase } from './database.ts'

const production = settled(productionDatabase())

type Composite = ReturnType<typeof plainDatabase>

const instanceOf = (composite: Composite, observed: Observed = settled(composite).observed) =>
  composeDatabase(composite, observed).resources['instance']?.resource as ManagedResource

const asked = (composite: Composite, observed?: Observed) => instanceOf(composite, observed).spec.forProvider

/** The instance as AWS reports it, when it reports this too. */
const reporting = (observed: Observed, atProvider: Record<string, unknown>): Observed => {
  const instance = observed['instance'] as ManagedResource
  const status = { ...instance.status, atProvider: { ...instance.status?.atProvider, ...atProvider } }
  return { ...observed, instance: { ...instance, status } }
}

describe('what every instance has', () => {
  test('encryption, TLS for everybody, a password that RDS keeps, certificates that can be checked', () => {
    expect(asked(plainDatabase())).toMatchObject({
      storageEncrypted: true,
      kmsKeyIdRef: { name: 'tasks-database-key' },
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: expect.stringMatching(/^arn:aws:kms:/),
      iamDatabaseAuthenticationEnabled: true,
      caCertIdentifier: 'rds-ca-rsa2048-g1',
      copyTagsToSnapshot: true,
      autoMinorVersionUpgrade: true,
      engineLifecycleSupport: 'open-source-rds-extended-support-disabled',
      storageType: 'gp3',
    })
    expect(asked(plainDatabase())).not.toHaveProperty('passwordSecretRef')
    expect(settled(plainDatabase()).composition.resources['parameter-group-postgres17']?.resource.spec).toMatchObject({
      forProvider: {
        parameter: expect.arrayContaining([
          { name: 'rds.force_ssl', value: '1', applyMethod: 'pending-reboot' },
          { name: 'log_autovacuum_min_duration', value: '10000', applyMethod: 'pending-reboot' },
          { name: 'log_statement', value: 'ddl', applyMethod: 'immediate' },
        ]),
      },
    })
  })

  test('a master user whose name is not the first that is tried', () =>
    expect(['postgres', 'admin', 'root', 'rdsadmin']).not.toContain(asked(plainDatabase())['username']))

  test('nothing that the provider would copy back from AWS', () =>
    expect(instanceOf(plainDatabase()).spec.managementPolicies).not.toContain('LateInitialize'))

  test.each(['15', '16', '17', '18'] as const)(
    'PostgreSQL %s by its major version, with a group of its family',
    (engineVersion) => {
      const { composition } = settled(plainDatabase({ engineVersion }))
      expect(composition.resources['instance']?.resource.spec.forProvider).toMatchObject({
        engine: 'postgres',
        engineVersion,
        parameterGroupNameRef: { name: `tasks-database-parameter-group-postgres${engineVersion}` },
      })
      expect(
        composition.resources[`parameter-group-postgres${engineVersion}`]?.resource.spec.forProvider,
      ).toMatchObject({
        family: `postgres${engineVersion}`,
      })
    },
  )
})

describe('Production and the rest', () => {
  test('Production is watched closely', () =>
    expect(asked(productionDatabase())).toMatchObject({
      multiAz: true,
      backupRetentionPeriod: 14,
      deletionProtection: true,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: expect.stringMatching(/^arn:aws:kms:/),
      monitoringInterval: 60,
      monitoringRoleArnRef: { name: 'tasks-database-monitoring-role' },
      enabledCloudwatchLogsExports: ['postgresql', 'upgrade'],
    }))

  test('without a key of its own the instance is encrypted with that of RDS', () => {
    const parameters = asked(productionDatabase({ customKey: false }))
    expect(parameters).toMatchObject({ storageEncrypted: true, performanceInsightsEnabled: true })
    for (const field of ['kmsKeyIdRef', 'masterUserSecretKmsKeyId', 'performanceInsightsKmsKeyId'])
      expect(parameters).not.toHaveProperty(field)
  })

  test('a window that the spec names is the one of the instance', () =>
    expect(
      asked(plainDatabase({ backupWindow: '01:00-02:00', maintenanceWindow: 'sat:03:00-sat:04:00' })),
    ).toMatchObject({
      backupWindow: '01:00-02:00',
      maintenanceWindow: 'sat:03:00-sat:04:00',
    }))
})

describe('storage', () => {
  test.each([
    { why: 'four times the size, if no limit is given', spec: { storageGiB: 20 }, reported: {}, size: 20, limit: 80 },
    { why: 'a limit that is given', spec: { storageGiB: 50, maxStorageGiB: 100 }, reported: {}, size: 50, limit: 100 },
    {
      why: 'no more than RDS has',
      spec: { storageGiB: 40_000 },
      reported: {},
      size: 40_000,
      limit: 65_536,
    },
    {
      why: 'what RDS has grown it to is not taken back',
      spec: { storageGiB: 20, maxStorageGiB: 100 },
      reported: { allocatedStorage: 64 },
      size: 64,
      limit: 100,
    },
    {
      why: 'a limit below what is there is raised to it',
      spec: { storageGiB: 20, maxStorageGiB: 40 },
      reported: { allocatedStorage: 64 },
      size: 64,
      limit: 64,
    },
  ])('$why', ({ spec, reported, size, limit }) => {
    const { observed } = settled(plainDatabase(spec))
    expect(asked(plainDatabase(spec), reporting(observed, reported))).toMatchObject({
      allocatedStorage: size,
      maxAllocatedStorage: limit,
    })
  })

  test('a size that was asked for once is not forgotten with the status', () => {
    const grown = settled(plainDatabase(), reporting(settled(plainDatabase()).observed, { allocatedStorage: 64 }))
    const instance = grown.observed['instance'] as ManagedResource
    const forgetful = { ...grown.observed, instance: { ...instance, status: {} } }
    expect(asked(plainDatabase(), forgetful)).toMatchObject({ allocatedStorage: 64 })
  })
})

describe('an upgrade of the major version', () => {
  const oldGroup = 'parameter-group-postgres16'
  const before = settled(productionDatabase({ engineVersion: '16' })).observed
  const wanted = productionDatabase({ engineVersion: '17' })

  test('the instance waits for the parameter group of the new family', () => {
    const { resources, ready } = composeDatabase(wanted, before)
    expect(ready).toBe(false)
    expect(resources['parameter-group-postgres17']).toBeDefined()
    expect(resources['instance']?.resource.spec.forProvider).toMatchObject({
      engineVersion: '16',
      parameterGroupNameRef: { name: 'tasks-database-parameter-group-postgres16' },
    })
  })

  test('it ends with the new version and one parameter group, by a reference that is resolved again', () => {
    const { composition } = settled(wanted, before)
    expect(Object.keys(composition.resources).filter((key) => key.startsWith('parameter-group'))).toEqual([
      'parameter-group-postgres17',
    ])
    expect(composition.resources['instance']?.resource.spec.forProvider).toMatchObject({
      engineVersion: '17',
      allowMajorVersionUpgrade: false,
      applyImmediately: false,
      parameterGroupNameRef: { policy: { resolve: 'Always' } },
    })
  })

  test('the old group stays while the instance is asked to move and has not', () => {
    const { observed } = settled(wanted, before)
    const old = before['parameter-group-postgres16'] as ManagedResource
    const onTheWay = reporting({ ...observed, 'parameter-group-postgres16': old }, { engineVersionActual: '16.9' })
    expect(composeDatabase(wanted, onTheWay).resources['parameter-group-postgres16']).toBeDefined()
  })

  test('with Retain the old group goes all the same, once the instance is asked to move', () => {
    const retained = { dataPolicy: 'Retain' } as const
    const on16 = settled(productionDatabase({ ...retained, engineVersion: '16' })).observed
    const moves = roundsOf(productionDatabase({ ...retained, engineVersion: '17' }), on16)
    const last = moves.map(({ composition }) => kept(composition)).filter((keys) => keys.includes(oldGroup))
    const asked = moves.filter(({ composition }) => oldGroup in composition.resources)
    expect(asked.length).toBe(last.length + 1)
    expect(kept(moves.at(-1)?.composition ?? { resources: {} })).toContain('parameter-group-postgres17')
  })

  test('its steps: snapshot and parameter group, then the instance with leave to go, which it loses again', () => {
    const steps = roundsOf(wanted, before).map(({ composition: { resources } }) => {
      const { engineVersion, allowMajorVersionUpgrade, applyImmediately } =
        resources['instance']?.resource.spec.forProvider ?? {}
      return { snapshot: 'upgrade-snapshot-17' in resources, engineVersion, allowMajorVersionUpgrade, applyImmediately }
    })
    const quiet = { snapshot: true, allowMajorVersionUpgrade: false, applyImmediately: false }
    expect(steps.slice(0, 3)).toEqual([
      { ...quiet, engineVersion: '16' },
      { snapshot: true, engineVersion: '17', allowMajorVersionUpgrade: true, applyImmediately: true },
      { ...quiet, engineVersion: '17' },
    ])
  })

  test.each([
    { why: 'not there', change: (): Observed => before },
    { why: 'refused', change: () => withSnapshot('False', 'Synced') },
    { why: 'not complete', change: () => withSnapshot('False', 'Ready') },
  ])('without a snapshot it does not begin: it is $why', ({ change }) => {
    expect(asked(wanted, change())).toMatchObject({ engineVersion: '16', allowMajorVersionUpgrade: false })
  })

  test('held, it is prepared and not begun, and the layer is ready so far', () => {
    const { composition } = settled(productionDatabase({ engineVersion: '17', holdUpgrade: true }), before)
    expect(composition.ready).toBe(true)
    expect(composition.resources['instance']?.resource.spec.forProvider).toMatchObject({ engineVersion: '16' })
    expect(composition.resources['parameter-group-postgres17']).toBeDefined()
    expect(composition.status['upgradeSnapshotIdentifier']).toBe('tp-team-tasks-tasks-0a1b2c3d-before-17')
  })

  test('a snapshot that is lost on the way does not turn it round, and is not taken of what is new', () => {
    const { observed } = settled(wanted, before)
    const { 'upgrade-snapshot-17': _, ...without } = observed
    const { resources } = composeDatabase(wanted, without)
    expect(resources['instance']?.resource.spec.forProvider).toMatchObject({ engineVersion: '17' })
    expect(resources['upgrade-snapshot-17']).toBeUndefined()
  })

  test.each([
    { dataPolicy: 'Snapshot', outlives: true },
    { dataPolicy: 'Retain', outlives: true },
    { dataPolicy: 'Delete', outlives: false },
  ] as const)(
    'the snapshot stays, and with $dataPolicy outlives the database: $outlives',
    ({ dataPolicy, outlives }) => {
      const on16 = settled(productionDatabase({ dataPolicy, engineVersion: '16' })).observed
      const on17 = settled(productionDatabase({ dataPolicy, engineVersion: '17' }), on16)
      const policies = on17.composition.resources['upgrade-snapshot-17']?.resource.spec.managementPolicies
      expect(policies?.includes('Delete')).toBe(!outlives)
    },
  )

  test('the next upgrade takes a snapshot of its own, and lets the old one go', () => {
    const { observed } = settled(wanted, before)
    const rounds = roundsOf(productionDatabase({ engineVersion: '18' }), observed)
    const snapshots = Object.keys(rounds.at(-1)?.composition.resources ?? {}).filter((key) =>
      key.startsWith('upgrade-'),
    )
    expect(snapshots).toEqual(['upgrade-snapshot-18'])
  })

  const withSnapshot = (status: 'False', condition: 'Synced' | 'Ready'): Observed => {
    const [, second] = roundsOf(wanted, before)
    const observed = second?.observed ?? before
    const snapshot = observed['upgrade-snapshot-17'] as ManagedResource
    return { ...observed, 'upgrade-snapshot-17': withCondition(snapshot, condition, status) }
  }

  test('a newer minor version is no change', () => {
    const { observed } = production
    expect(composeDatabase(productionDatabase(), reporting(observed, { engineVersionActual: '17.11' })).ready).toBe(
      true,
    )
  })
})

describe('switched on later', () => {
  const quiet = settled(plainDatabase({ logExports: ['postgresql'] })).observed
  const watched = plainDatabase({
    logExports: ['postgresql', 'upgrade'],
    enhancedMonitoringSeconds: 60,
    performanceInsights: true,
  })

  test('a log is exported, and the instance monitored, when group and role are there', () => {
    expect(asked(watched, quiet)).toMatchObject({
      enabledCloudwatchLogsExports: ['postgresql'],
      monitoringInterval: 0,
      performanceInsightsEnabled: true,
    })
    expect(asked(watched, settled(watched, quiet).observed)).toMatchObject({
      enabledCloudwatchLogsExports: ['postgresql', 'upgrade'],
      monitoringInterval: 60,
    })
  })

  test('what is on stays on when group and role are not ready for a while', () => {
    const { observed } = settled(watched, quiet)
    const shaken = Object.fromEntries(
      Object.entries(observed).map(([key, one]) => [
        key,
        /^(log-group|monitoring)/.test(key) ? withCondition(one, 'Ready', 'False') : one,
      ]),
    )
    expect(asked(watched, shaken)).toEqual(asked(watched, observed))
  })

  test('switched off, the role stays until RDS has stopped, and what was logged stays', () => {
    const { observed } = settled(watched, quiet)
    const off = plainDatabase({ logExports: [], enhancedMonitoringSeconds: 0 })
    const { resources } = composeDatabase(off, observed)
    expect(resources['instance']?.resource.spec.forProvider).toMatchObject({
      enabledCloudwatchLogsExports: [],
      monitoringInterval: 0,
      performanceInsightsEnabled: false,
    })
    expect(Object.keys(resources)).toContain('monitoring-role')
    const rest = Object.keys(settled(off, observed).composition.resources)
    expect(rest).not.toContain('monitoring-role')
    expect(rest).toContain('log-group-upgrade')
  })
})

describe('at the end', () => {
  const uid = '6f1c2f0e-7a51-4c55-9f2a-0d0d0d0d0d0d'
  test.each([
    {
      dataPolicy: 'Delete',
      is: { skipFinalSnapshot: true, deleteAutomatedBackups: true },
    },
    {
      dataPolicy: 'Snapshot',
      is: { skipFinalSnapshot: false, deleteAutomatedBackups: false, finalSnapshotIdentifier: 'mine-final' },
    },
    {
      dataPolicy: 'Retain',
      is: { skipFinalSnapshot: false, deleteAutomatedBackups: false, finalSnapshotIdentifier: 'mine-final' },
    },
  ] as const)('$dataPolicy', ({ dataPolicy, is }) =>
    expect(asked(plainDatabase({ dataPolicy, identifier: 'mine' }))).toMatchObject(is),
  )

  test('a name for the last snapshot that is given is taken', () =>
    expect(asked(plainDatabase({ finalSnapshotIdentifier: 'last-words' }))).toMatchObject({
      finalSnapshotIdentifier: 'last-words',
    }))

  test('a second object of the same name leaves a snapshot of another name, and one that RDS takes', () => {
    const [first, second] = [uid, uid.replace('6f', '7f')].map(
      (uid) => asked(plainDatabase({}, { uid }))['finalSnapshotIdentifier'],
    )
    expect(first).not.toBe(second)
    expect(first).toMatch(/^[a-z]([a-z0-9]|-[a-z0-9])*$/)
  })
})
