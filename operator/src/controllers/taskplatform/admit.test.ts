import { expect, test } from 'vitest'
import { composite } from '../../../test/builders/composite.ts'
import { installation } from '../../../test/builders/installation.ts'
import { claimedPlatform, storedPlatform } from '../../../test/builders/stored-platform.ts'
import { managementCluster } from '../../../test/memory/management-cluster.ts'
import type { Installation } from '../../core/installation.ts'
import { nothingObserved } from '../../core/observed.ts'
import { parsePlatform, type StoredPlatform } from '../../core/platform.ts'
import { createAdmission } from './admit.ts'

const { signal } = new AbortController()
const attached = { ...installation, attachedNetworks: [{ name: 'hub', platforms: ['*/*'], cidrs: [] }] }
const closed: Installation = { ...installation, providerConfigs: [] }
const beside = { name: 'beside', uid: 'another', creationTimestamp: '2026-11-24T10:00:00Z' }
const created = { creationTimestamp: '2026-11-24T09:00:00Z' }

test.each<{
  why: string
  stored?: StoredPlatform
  others?: StoredPlatform[]
  told?: Installation
  exists?: boolean
  standing?: boolean
  expected: object
}>([
  { why: 'nothing stands in the way', expected: { phase: 'Live' } },
  {
    why: 'its namespace may not use the ProviderConfig',
    told: closed,
    expected: { phase: 'Invalid', reason: 'ProviderConfigMissing', mayHeal: true },
  },
  {
    why: 'there is no such ProviderConfig',
    exists: false,
    expected: { phase: 'Invalid', reason: 'ProviderConfigMissing', mayHeal: true },
  },
  {
    why: 'another one stands on its addresses',
    told: attached,
    others: [claimedPlatform({ metadata: beside })],
    expected: { phase: 'Invalid', mayHeal: true, issues: [{ path: 'spec.network.cidr' }] },
  },
  {
    why: 'another one asked for them later',
    told: attached,
    others: [storedPlatform({ metadata: beside })],
    expected: { phase: 'Live' },
  },
  { why: 'it was let in before', stored: claimedPlatform(), told: closed, exists: false, expected: { phase: 'Live' } },
  {
    why: 'it stands, and only its finalizer is gone',
    standing: true,
    told: closed,
    exists: false,
    expected: { phase: 'Live' },
  },
])(
  '$why',
  async ({
    stored = storedPlatform({ metadata: created }),
    others = [],
    told = installation,
    exists = true,
    standing,
    expected,
  }) => {
    const { platforms } = managementCluster(stored, others)
    const admit = createAdmission({ platforms, providerConfigs: { exists: async () => exists } }, told)
    const observed = standing
      ? { composites: new Map([['Network' as const, composite('PlatformNetwork')]]) }
      : nothingObserved
    expect(await admit(stored, parsePlatform(stored, told), observed, signal)).toMatchObject(expected)
  },
)

test('of two that are judged before either is claimed, one is let in', async () => {
  // the second to be judged is the older one, so that age alone would let both in
  const [first, second] = ['b', 'a'].map((uid) => storedPlatform({ metadata: { ...created, name: uid, uid } }))
  if (!first || !second) throw new Error('two platforms')
  const seen: StoredPlatform[] = [first]
  const platforms = { ...managementCluster(first).platforms, all: () => seen }
  const admit = createAdmission({ platforms, providerConfigs: { exists: async () => true } }, attached)
  expect(await admit(first, parsePlatform(first, attached), nothingObserved, signal)).toMatchObject({ phase: 'Live' })
  seen.push(second)
  expect(await admit(second, parsePlatform(second, attached), nothingObserved, signal)).toMatchObject({
    phase: 'Invalid',
  })
})
