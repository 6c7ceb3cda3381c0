import { expect, test } from 'vitest'
import { asMade } from '../../test/builders/as-built.ts'
import { installation } from '../../test/builders/installation.ts'
import { claimedPlatform } from '../../test/builders/stored-platform.ts'
import { observing } from '../../test/builders/world.ts'
import { exportOf, readExport, retainedName, retainedOf } from './external-names.ts'
import { layerNames } from './layer-names.ts'
import { layers } from './layers.ts'
import { nothingObserved } from './observed.ts'
import { type LivePlatform, parsePlatform, type StoredPlatform } from './platform.ts'
import { type Recorded, recordedOf } from './recorded.ts'
import { wantedComposite } from './wanted-composite.ts'

const stored = claimedPlatform({ spec: { database: { storageGiB: 77 }, dataPolicy: 'Retain' } })
const names = { vpc: 'vpc-1', 'subnet-a': 'subnet-1' }
const made = observing(
  layerNames.map((name) => asMade(stored, name, { status: { externalNames: names, kept: ['vpc'] } })),
)
const live = (given: StoredPlatform, exported?: Recorded, observed = nothingObserved) =>
  parsePlatform(given, installation, recordedOf(given.status?.resolved, observed, exported)) as LivePlatform
const exported = readExport(exportOf(live(stored, undefined, made), made))
if ('unreadable' in exported) throw new Error(exported.unreadable)

test('a new management cluster asks for the same under the same names', () => {
  const before = live(stored, undefined, made)
  const after = live(claimedPlatform({ metadata: { uid: 'another' } }), { ...exported.recorded, names: exported.names })
  expect({ ...after.spec.resolved, release: '' }).toEqual({ ...before.spec.resolved, release: '' })
  expect(after.spec.registry.identifier).toBe(before.spec.registry.identifier)
  expect(after.spec.secrets.identifier).toBe(before.spec.secrets.identifier)
  expect(after.spec.uidInAws).toBe(stored.metadata.uid)
  const [network] = layers
  const composite = network && wantedComposite(network, after, nothingObserved)
  expect(composite).toMatchObject({
    spec: { externalNames: names, tags: { 'taskplatform.dev/uid': stored.metadata.uid } },
  })
})

test('names are given when a composite is made, and left alone afterwards', () => {
  const [network] = layers
  const after = live(claimedPlatform(), { names: { Network: { vpc: 'vpc-other' } } })
  expect(network && wantedComposite(network, after, made)).not.toHaveProperty('spec.externalNames')
})

test('what was given and is not found yet stays in the export', () => {
  const given = { vpc: 'vpc-old', eip: 'eip-1' }
  const network = asMade(stored, 'Network', { status: { externalNames: { vpc: 'vpc-new' } } })
  const adopting = { ...network, spec: { ...network.spec, externalNames: given } }
  const again = readExport(exportOf(live(stored), observing([adopting])))
  expect(again).toMatchObject({ names: { Network: { vpc: 'vpc-new', eip: 'eip-1' } } })
})

test('Retain leaves the names of what it leaves, and what it was made with', () => {
  const composite = made.composites.get('Database')
  if (!composite) throw new Error('there is a database')
  const data = retainedOf(stored, 'Database', composite)
  const said = readExport(data ?? {})
  expect(said).toMatchObject({ name: 'tasks', names: { Database: { vpc: 'vpc-1' } } })
  expect(said).toHaveProperty('recorded.database.storageGiB', 77)
  // another platform owns it from now on, and its own secrets are new
  expect(said).not.toHaveProperty('recorded.uid')
  expect(said).not.toHaveProperty('recorded.secrets')
  expect(retainedName(stored)).toMatch(/^tasks-retained-[0-9a-f]{8}$/)
})

test.each([
  { why: 'another policy leaves nothing to take over', spec: { dataPolicy: 'Snapshot' }, status: { kept: ['vpc'] } },
  { why: 'nor does a layer that keeps nothing', spec: { dataPolicy: 'Retain' }, status: {} },
])('$why', ({ spec, status }) => {
  const composite = { ...asMade(stored, 'Database'), spec, status: { externalNames: names, ...status } }
  expect(retainedOf(stored, 'Database', composite)).toBeUndefined()
})

test.each([
  { why: 'nothing', data: {} },
  { why: 'no JSON', data: { platform: '{' } },
  { why: 'no name', data: { platform: '{"uid":"1"}' } },
  { why: 'names that are no names', data: { platform: '{"name":"tasks","uid":"1"}', network: '{"names":{"vpc":1}}' } },
])('$why is not believed', ({ data }) => expect(readExport(data)).toHaveProperty('unreadable'))
