import { expect, test } from 'vitest'
import { resolveSpec } from './resolve.ts'

const development = { profile: 'Development', region: 'ap-northeast-1' } as const
const production = { profile: 'Production', region: 'eu-west-1' } as const

test.each([
  {
    why: 'Development: two zones, one NAT gateway, no flow logs, no endpoints',
    spec: development,
    network: {
      cidr: '10.0.0.0/16',
      availabilityZones: ['ap-northeast-1a', 'ap-northeast-1c'],
      natGateways: 'Single',
      flowLogs: { enabled: false, retentionDays: 30 },
      interfaceEndpoints: false,
    },
  },
  {
    why: 'Production: three zones with a NAT gateway each, flow logs for a year, endpoints',
    spec: production,
    network: {
      cidr: '10.0.0.0/16',
      availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
      natGateways: 'PerZone',
      flowLogs: { enabled: true, retentionDays: 365 },
      interfaceEndpoints: true,
    },
  },
])('the network of $why', ({ spec, network }) => expect(resolveSpec(spec).network).toEqual(network))

test('false is an answer, not a missing value', () => {
  const { network } = resolveSpec({
    ...production,
    network: { interfaceEndpoints: false, flowLogs: { enabled: false } },
  })
  expect(network.interfaceEndpoints).toBe(false)
  expect(network.flowLogs).toEqual({ enabled: false, retentionDays: 365 })
})

test('a zone is added behind those in use, even when the list of the region has changed since', () => {
  const recorded = { network: { cidr: '10.0.0.0/16', zones: ['ap-northeast-1d', 'ap-northeast-1a'] } }
  const spec = { ...development, network: { availabilityZones: 3 } }
  expect(resolveSpec(spec, recorded).network.availabilityZones).toEqual([
    'ap-northeast-1d',
    'ap-northeast-1a',
    'ap-northeast-1c',
  ])
})

test('what sizes data is remembered, and a later default does not replace it', () => {
  const first = resolveSpec(development).resolved
  expect(first.database).toEqual({
    engineVersion: '17',
    instanceClass: 'db.t3.micro',
    storageGiB: 20,
    maxStorageGiB: 80,
  })
  const recorded = { ...first, database: { ...first.database, instanceClass: 'db.t2.micro' } }
  expect(resolveSpec(development, recorded).resolved.database?.instanceClass).toBe('db.t2.micro')
  const asked = { ...development, database: { instanceClass: 'db.r6g.large' } }
  expect(resolveSpec(asked, recorded).resolved.database?.instanceClass).toBe('db.r6g.large')
})

test.each([
  { why: 'four times the storage', storage: { storageGiB: 100 }, recorded: undefined, limit: 400 },
  { why: 'what was asked for', storage: { storageGiB: 100, maxStorageGiB: 150 }, recorded: 400, limit: 150 },
  { why: 'never less than it was, without a word', storage: { storageGiB: 30 }, recorded: 400, limit: 400 },
])('storage may grow to $why', ({ storage, recorded, limit }) => {
  const before = recorded === undefined ? {} : { database: { maxStorageGiB: recorded } }
  expect(resolveSpec({ ...development, database: storage }, before).resolved.database?.maxStorageGiB).toBe(limit)
})
