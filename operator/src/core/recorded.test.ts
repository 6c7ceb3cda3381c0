import { expect, test } from 'vitest'
import { asMade } from '../../test/builders/as-built.ts'
import { installation } from '../../test/builders/installation.ts'
import { claimedPlatform } from '../../test/builders/stored-platform.ts'
import { observing } from '../../test/builders/world.ts'
import { layerNames } from './layer-names.ts'
import { nothingObserved } from './observed.ts'
import { type LivePlatform, parsePlatform } from './platform.ts'
import { recordedOf } from './recorded.ts'

/** As an earlier release accepted it: nothing of this is a default of today. */
const accepted = {
  network: { cidr: '10.8.0.0/16', zones: ['ap-northeast-1d', 'ap-northeast-1a'] },
  cluster: { version: '1.34', serviceCidr: '172.21.0.0/16' },
  database: {
    identifier: 'tasks-database-first',
    engineVersion: '16',
    instanceClass: 'db.r6g.large',
    storageGiB: 100,
    maxStorageGiB: 900,
  },
  cache: {
    identifier: 'tasks-cache-first',
    engine: 'Valkey',
    engineVersion: '8.0',
    nodeType: 'cache.r7g.large',
    nodes: 2,
  },
}
const running = claimedPlatform({ status: { resolved: accepted } })
const made = observing(layerNames.map((name) => asMade(running, name)))
const live = (stored: typeof running, observed = made) =>
  parsePlatform(stored, installation, recordedOf(stored.status?.resolved, observed)) as LivePlatform
const before = live(running)

test.each([
  { why: 'a lost status', stored: claimedPlatform() },
  { why: 'a lost status and another UID', stored: claimedPlatform({ metadata: { uid: 'restored' } }) },
  {
    why: 'half a status',
    stored: claimedPlatform({ status: { resolved: { network: { zones: [] }, database: { storageGiB: 100 } } } }),
  },
])('$why changes nothing that runs', ({ stored }) => {
  expect(live(stored).spec).toEqual(before.spec)
  expect(live(stored).spec.resolved).toMatchObject(accepted)
})

test('the status counts before the composites, and the release is known from it alone', () => {
  const resolved = { release: '2026.02', database: { instanceClass: 'db.m7g.large' } }
  const { spec } = live(claimedPlatform({ status: { resolved } }))
  expect([spec.resolved.release, spec.database.instanceClass]).toEqual(['2026.02', 'db.m7g.large'])
})

test('where nothing is recorded and nothing exists, the profile says', () => {
  const { spec } = live(claimedPlatform(), nothingObserved)
  expect(spec).toEqual((parsePlatform(claimedPlatform(), installation) as LivePlatform).spec)
  expect(spec.database.instanceClass).toBe('db.t3.micro')
})
