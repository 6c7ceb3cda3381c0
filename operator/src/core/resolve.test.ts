import { expect, test } from 'vitest'
import { type ResolvedSpec, resolveSpec } from './resolve.ts'

const id = { namespace: 'team-tasks', name: 'tasks', uid: '0b3cf1f2-4d25-4b0a-9d6b-6f1d8a1f4a11' }
const development = { profile: 'Development', region: 'ap-northeast-1' } as const
const production = { profile: 'Production', region: 'eu-west-1' } as const

test.each<{
  why: string
  spec: Parameters<typeof resolveSpec>[0]
  resolved: Partial<Record<keyof ResolvedSpec, object | string | boolean>>
}>([
  {
    why: 'Development: cheap, and nothing of it is kept',
    spec: development,
    resolved: {
      deletionProtection: false,
      dataPolicy: 'Delete',
      network: {
        cidr: '10.0.0.0/16',
        availabilityZones: ['ap-northeast-1a', 'ap-northeast-1c'],
        natGateways: 'Single',
        flowLogs: { enabled: false, retentionDays: 30 },
        interfaceEndpoints: false,
      },
      cluster: {
        version: '1.36',
        customKey: false,
        logTypes: ['audit', 'authenticator'],
        logRetentionDays: 7,
        apiAccess: { public: true, allowedCidrs: [] },
      },
      database: {
        instanceClass: 'db.t3.micro',
        multiAz: false,
        backupRetentionDays: 1,
        performanceInsights: false,
        enhancedMonitoringSeconds: 0,
        maxStorageGiB: 80,
      },
      cache: { nodeType: 'cache.t3.micro', nodes: 1, multiAz: false, snapshotRetentionDays: 0, logDelivery: false },
      registry: { keepImages: 10, customKey: false },
      secrets: { customKey: false, recoveryWindowDays: 0 },
      edge: { accessLogs: { enabled: false, retentionDays: 90 } },
    },
  },
  {
    why: 'Production: three zones, own keys, copies, all that AWS can tell, and protection',
    spec: production,
    resolved: {
      deletionProtection: true,
      dataPolicy: 'Snapshot',
      network: {
        cidr: '10.0.0.0/16',
        availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
        natGateways: 'PerZone',
        flowLogs: { enabled: true, retentionDays: 365 },
        interfaceEndpoints: true,
      },
      cluster: {
        customKey: true,
        logTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
        logRetentionDays: 365,
      },
      database: {
        instanceClass: 'db.r6g.large',
        multiAz: true,
        backupRetentionDays: 14,
        performanceInsights: true,
        enhancedMonitoringSeconds: 60,
        logExports: ['postgresql', 'upgrade'],
        maintenanceWindow: 'sun:18:00-sun:22:00',
        backupWindow: '22:30-23:30',
      },
      cache: { nodeType: 'cache.t3.small', nodes: 3, multiAz: true, snapshotRetentionDays: 7, logDelivery: true },
      registry: { keepImages: 30, customKey: true },
      secrets: { customKey: true, recoveryWindowDays: 30 },
      edge: { accessLogs: { enabled: true, retentionDays: 90 } },
    },
  },
])('$why', ({ spec, resolved }) => expect(resolveSpec(spec, id)).toMatchObject(resolved))

test('false is an answer, not a missing value', () => {
  const { network } = resolveSpec(
    { ...production, network: { interfaceEndpoints: false, flowLogs: { enabled: false } } },
    id,
  )
  expect(network.interfaceEndpoints).toBe(false)
  expect(network.flowLogs).toEqual({ enabled: false, retentionDays: 365 })
})

test('a zone is added behind those in use, even when the list of the region has changed since', () => {
  const recorded = { network: { cidr: '10.0.0.0/16', zones: ['ap-northeast-1d', 'ap-northeast-1a'] } }
  const spec = { ...development, network: { availabilityZones: 3 } }
  expect(resolveSpec(spec, id, recorded).network.availabilityZones).toEqual([
    'ap-northeast-1d',
    'ap-northeast-1a',
    'ap-northeast-1c',
  ])
})

test('what sizes data is remembered, and a later default does not replace it', () => {
  const first = resolveSpec(development, id).resolved
  expect(first.database).toEqual({
    identifier: expect.stringMatching(/^tp-team-tasks-tasks-database-[0-9a-f]{8}$/),
    engineVersion: '17',
    instanceClass: 'db.t3.micro',
    storageGiB: 20,
    maxStorageGiB: 80,
  })
  const recorded = { ...first, database: { ...first.database, instanceClass: 'db.t2.micro' } }
  expect(resolveSpec(development, id, recorded).database.instanceClass).toBe('db.t2.micro')
  const asked = { ...development, database: { instanceClass: 'db.r6g.large' } }
  expect(resolveSpec(asked, id, recorded).database.instanceClass).toBe('db.r6g.large')
})

test.each([
  { why: 'four times the storage', storage: { storageGiB: 100 }, recorded: undefined, limit: 400 },
  { why: 'what was asked for', storage: { storageGiB: 100, maxStorageGiB: 150 }, recorded: 400, limit: 150 },
  { why: 'never less than it was, without a word', storage: { storageGiB: 30 }, recorded: 400, limit: 400 },
])('storage may grow to $why', ({ storage, recorded, limit }) => {
  const before = recorded === undefined ? {} : { database: { maxStorageGiB: recorded } }
  expect(resolveSpec({ ...development, database: storage }, id, before).database.maxStorageGiB).toBe(limit)
})

test.each([
  { why: 'the newest Redis', cache: {}, version: '7.1' },
  { why: 'the newest Valkey for Valkey', cache: { engine: 'Valkey' }, version: '8.1' },
  { why: 'what was asked for', cache: { engine: 'Valkey', engineVersion: '7.2' }, version: '7.2' },
] as const)('without a word the cache runs $why', ({ cache, version }) =>
  expect(resolveSpec({ ...development, cache }, id).cache.engineVersion).toBe(version),
)

test.each(['database', 'cache'] as const)(
  'the %s of another platform of the same name has another identifier',
  (part) => {
    const another = resolveSpec(production, { ...id, uid: 'another' })[part]
    const ours = resolveSpec(production, id)[part]
    expect(another.identifier).not.toBe(ours.identifier)
    expect(another.finalSnapshotIdentifier).not.toBe(ours.finalSnapshotIdentifier)
    expect(ours.identifier.length).toBeLessThanOrEqual(part === 'cache' ? 40 : 63)
  },
)

test('an identifier stays what it was first, however a later release would name it', () => {
  const recorded = { database: { identifier: 'first' }, cache: { identifier: 'second' } }
  const { database, cache } = resolveSpec(production, id, recorded)
  expect([database.identifier, cache.identifier]).toEqual(['first', 'second'])
})

test('a node group of one’s own takes from the profile what it leaves out, but neither types nor sizes', () => {
  const group = {
    name: 'batch',
    instanceTypes: ['m7g.large'],
    amiType: 'AL2023_ARM_64_STANDARD',
    size: { min: 0, max: 5 },
  } as const
  const { cluster } = resolveSpec(
    { ...production, cluster: { nodeGroups: [{ ...group, instanceTypes: ['m7g.large'] }] } },
    id,
  )
  expect(cluster.nodeGroups).toEqual([{ ...group, capacityType: 'OnDemand', diskGiB: 50 }])
})

test('whoever names a retention of access logs gets access logs', () => {
  const { edge } = resolveSpec({ ...development, edge: { accessLogRetentionDays: 7 } }, id)
  expect(edge.accessLogs).toEqual({ enabled: true, retentionDays: 7 })
})

test('an empty text is a field that is not set', () => {
  const spec = {
    ...development,
    certificateArn: '',
    edge: { webAclArn: '' },
    database: { restore: { snapshotIdentifier: '', pointInTime: '' } },
  }
  const { edge, database } = resolveSpec(spec, id)
  expect([edge.certificateArn, edge.webAclArn, database.restore]).toEqual([undefined, undefined, undefined])
})
