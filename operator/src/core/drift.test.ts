import { describe, expect, test } from 'vitest'
import { composite } from '../../test/builders/composite.ts'
import type { Composite } from './composite.ts'
import { appliedDigest, driftOfComposite, driftText, newsOfDrift } from './drift.ts'

const wanted = composite('PlatformNetwork', { spec: { cidr: '10.0.0.0/16', flowLogs: { enabled: true, days: 30 } } })

/** The composite as the API server has it after somebody else changed its spec. */
const stored = (spec: object, more: object = {}): Composite => ({
  ...wanted,
  metadata: { ...wanted.metadata, annotations: { 'taskplatform.dev/applied': appliedDigest(wanted) }, ...more },
  spec: { ...wanted.spec, crossplane: { compositionRef: { name: 'any' } }, ...spec },
})

const owned = (manager: string, ...path: readonly string[]) => ({
  manager,
  fieldsV1: path.reduceRight<object>((below, name) => ({ [`f:${name}`]: below }), {}),
})

const fieldsOf = (before: Composite | undefined) =>
  driftOfComposite('Network', wanted, before).map(({ field, by }) => (by ? `${field} by ${by}` : field))

describe('in a composite', () => {
  test.each<{ why: string; before: Composite | undefined; fields: readonly string[] }>([
    { why: 'what is as we wrote it', before: stored({}), fields: [] },
    { why: 'what does not exist', before: undefined, fields: [] },
    { why: 'a field that was changed', before: stored({ cidr: '10.1.0.0/16' }), fields: ['spec.cidr'] },
    {
      why: 'a field within a field',
      before: stored({ flowLogs: { enabled: false, days: 30 } }),
      fields: ['spec.flowLogs.enabled'],
    },
    { why: 'a field that was added', before: stored({ accountId: '1' }), fields: ['spec.accountId'] },
    { why: 'a field that was taken away', before: stored({ cidr: undefined }), fields: ['spec.cidr'] },
    {
      why: 'whose it is',
      before: stored(
        { cidr: '10.1.0.0/16' },
        { managedFields: [owned('kubectl-edit', 'spec', 'cidr'), owned('taskplatform-operator', 'spec', 'flowLogs')] },
      ),
      fields: ['spec.cidr by kubectl-edit'],
    },
  ])('$why: $fields', ({ before, fields }) => expect(fieldsOf(before)).toEqual(fields))

  test('a change of ours is no drift, however much differs', () => {
    const before = stored({ cidr: '10.1.0.0/16' })
    const other = { ...wanted, spec: { ...wanted.spec, tags: { team: 'tasks' } } }
    expect(driftOfComposite('Network', other, before)).toEqual([])
    expect(driftOfComposite('Network', wanted, { ...before, metadata: wanted.metadata })).toEqual([])
  })
})

const found = { kind: 'VPC', name: 'tasks-network-vpc', where: 'AWS' as const, field: 'tags.team' }
const telling = (...drift: readonly object[]) => composite('PlatformNetwork', { status: { drift } })

test('what a composition found is told once, for as long as it lasts', () => {
  const news = newsOfDrift('Network', composite('PlatformNetwork'), telling(found))
  expect(news).toEqual([
    { layer: 'Network', object: 'VPC tasks-network-vpc', where: 'AWS', field: 'tags.team', by: undefined },
  ])
  expect(newsOfDrift('Network', telling(found), telling(found))).toEqual([])
  expect(newsOfDrift('Network', telling(found), telling(found, { ...found, field: 'tags.owner' }))).toHaveLength(1)
  expect(newsOfDrift('Network', undefined, telling(found))).toHaveLength(1)
})

test.each([
  { drift: { where: 'AWS', field: 'tags.team' }, says: 'VPC it: tags.team was changed in AWS, and is put right' },
  {
    drift: { where: 'ManagedResource', field: 'spec.forProvider.x', by: 'kubectl-edit' },
    says: 'VPC it: spec.forProvider.x was changed by kubectl-edit, and is put right',
  },
  {
    drift: { where: 'ManagedResource', field: 'metadata.deletionTimestamp' },
    says: 'VPC it was deleted by somebody else, and is made again',
  },
] as const)('$says', ({ drift, says }) =>
  expect(driftText({ layer: 'Network', object: 'VPC it', ...drift })).toBe(says),
)
