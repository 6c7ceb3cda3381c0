import { describe, expect, test } from 'vitest'
import { allExamples, type Composite } from '../test/all-examples.ts'
import { developmentNetwork } from '../test/composites.ts'
import { settled } from '../test/observed.ts'
import { compose } from './layers.ts'
import type { ManagedResource } from './managed-resource.ts'
import type { Observed } from './observed.ts'

/** A composite that all is well with, and that remembers it. */
const atRest = (composite: Composite) => {
  const { observed } = settled(composite)
  return { composite: { ...composite, status: compose(composite, observed).status }, observed }
}

const driftOf = (composite: unknown, observed: Observed): unknown => compose(composite, observed).status['drift']

test.each(allExamples())('at rest nothing is drift: $why', ({ composite: given }) => {
  const { composite, observed } = atRest(given)
  expect(Object.keys(composite.status['settled'] as object)).toEqual(Object.keys(observed))
  expect(driftOf(composite, observed)).toBeUndefined()
  expect(compose(composite, observed).status).toEqual(composite.status)
})

const key = 'vpc'
type Change = (vpc: ManagedResource) => ManagedResource

/** The object is not there any more. */
const gone = {} as ManagedResource

const asked =
  (fields: object, managedFields?: readonly object[]): Change =>
  (vpc) =>
    ({
      ...vpc,
      metadata: { ...vpc.metadata, ...(managedFields ? { managedFields } : {}) },
      spec: { ...vpc.spec, forProvider: { ...vpc.spec.forProvider, ...fields } },
    }) as ManagedResource

const told =
  (fields: object): Change =>
  (vpc) =>
    ({ ...vpc, status: { ...vpc.status, atProvider: { ...vpc.status?.atProvider, ...fields } } }) as ManagedResource

const network = developmentNetwork() as unknown as Composite

/** The network at rest with something changed about its VPC. */
const changed = (change: Change) => {
  const { composite, observed } = atRest(network)
  const { [key]: vpc, ...others } = observed
  const after = change(vpc as ManagedResource)
  return { composite, observed: after === gone ? others : { ...others, [key]: after } }
}

const writtenBy = (manager: string, time = '2026-11-24T10:00:00Z') => ({
  manager,
  time,
  fieldsV1: { 'f:spec': { 'f:forProvider': { 'f:enableDnsSupport': {} } } },
})
const crossplane = writtenBy('apiextensions.crossplane.io/composed/0a1b')

const vpc = { kind: 'VPC', name: 'tasks-network-vpc' }
const edited = { ...vpc, where: 'ManagedResource', field: 'spec.forProvider.enableDnsSupport' }

describe('somebody else changed', () => {
  test.each<{ why: string; change: Change; is: object }>([
    { why: 'a field of the object', change: asked({ enableDnsSupport: false }), is: edited },
    {
      why: 'a field of the object, and Kubernetes knows who',
      change: asked({ enableDnsSupport: false }, [
        writtenBy('a-friend', '2026-11-24T09:00:00Z'),
        writtenBy('kubectl-edit'),
        crossplane,
      ]),
      is: { ...edited, by: 'kubectl-edit' },
    },
    { why: 'a field of the object by taking it away', change: asked({ enableDnsSupport: undefined }), is: edited },
    {
      why: 'a tag of the object',
      change: (it) => asked({ tags: { ...(it.spec.forProvider['tags'] as object), project: 'other' } })(it),
      is: { ...vpc, where: 'ManagedResource', field: 'spec.forProvider.tags.project' },
    },
    {
      why: 'what the provider may do',
      change: (it) => ({ ...it, spec: { ...it.spec, providerConfigRef: { kind: 'ProviderConfig', name: 'other' } } }),
      is: { ...vpc, where: 'ManagedResource', field: 'spec.providerConfigRef.kind' },
    },
    {
      why: 'the object, by deleting it',
      change: (it) => ({ ...it, metadata: { ...it.metadata, deletionTimestamp: '2026-11-24T10:00:00Z' } }),
      is: { ...vpc, where: 'ManagedResource', field: 'metadata.deletionTimestamp' },
    },
    {
      why: 'the object, which is gone already',
      change: () => gone,
      is: { ...vpc, where: 'ManagedResource', field: 'metadata.deletionTimestamp' },
    },
    { why: 'AWS', change: told({ enableDnsSupport: false }), is: { ...vpc, where: 'AWS', field: 'enableDnsSupport' } },
    {
      why: 'AWS, by a tag that we do not have',
      change: (it) => told({ tags: { ...(it.spec.forProvider['tags'] as object), owner: 'me' } })(it),
      is: { ...vpc, where: 'AWS', field: 'tags.owner' },
    },
  ])('$why', ({ change, is }) => {
    const { composite, observed } = changed(change)
    expect((driftOf(composite, observed) as unknown[])[0]).toEqual(is)
  })

  test('nothing more is said once it is put right', () => {
    const { composite, observed } = changed(asked({ enableDnsSupport: false }))
    const next = { ...composite, status: compose(composite, observed).status }
    const right = atRest(network).observed
    expect(driftOf(next, right)).toBeUndefined()
    // AWS may have been changed along with the object, and is put right a moment later: that is the same incident
    const meanwhile = told({ enableDnsSupport: false })(right[key] as ManagedResource)
    expect(driftOf(next, { ...right, [key]: meanwhile })).toBeUndefined()
    expect(driftOf({ ...network, status: compose(next, right).status }, observed)).toEqual([edited])
  })
})

describe('nobody else changed anything', () => {
  test.each<{ why: string; change: Change }>([
    { why: 'the provider filled in what we left open', change: asked({ instanceTenancy: 'default' }) },
    { why: 'the provider added its tags', change: bothTags },
    { why: 'Crossplane has not written our last change yet', change: asked({ enableDnsSupport: false }, [crossplane]) },
    { why: 'AWS reports a number as text and a flag as a word', change: told({ enableDnsSupport: 'true' }) },
    { why: 'AWS reports what we did not ask for', change: told({ isDefault: false, ownerId: '111122223333' }) },
    { why: 'nothing was reported yet', change: (it) => ({ ...it, status: { ...it.status, atProvider: {} } }) },
    { why: 'a service of AWS tagged it', change: (it) => withTag(it, 'aws:cloudformation:stack') },
  ])('$why', ({ change }) => {
    const { composite, observed } = changed(change)
    expect(driftOf(composite, observed)).toBeUndefined()
  })

  test('an edit of ours is on its way, however long AWS takes for it', () => {
    const { composite, observed } = atRest(network)
    const edit = { ...composite, spec: { ...composite.spec, tags: { team: 'tasks' } } }
    const begun = compose(edit, observed)
    expect(begun.status['drift']).toBeUndefined()
    const written = settled(edit).observed
    const slow = Object.fromEntries(
      Object.entries(written).map(([name, one]) => [
        name,
        { ...one, status: observed[name]?.status } as ManagedResource,
      ]),
    )
    const waiting = compose({ ...edit, status: begun.status }, slow)
    expect(waiting.status['drift']).toBeUndefined()
    expect(compose({ ...edit, status: waiting.status }, written).status['drift']).toBeUndefined()
  })

  test('what AWS writes in its own way was so from the beginning, until it is not', () => {
    const { observed } = settled(network)
    const inItsWay = (cidr: string) => ({
      ...observed,
      [key]: told({ cidrBlock: cidr })(observed[key] as ManagedResource),
    })
    const learnt = { ...network, status: compose(network, inItsWay('10.0.0.0/016')).status }
    expect(driftOf(learnt, inItsWay('10.0.0.0/016'))).toBeUndefined()
    const unlearnt = { ...network, status: compose(learnt, observed).status }
    expect(driftOf(unlearnt, inItsWay('10.0.0.0/016'))).toEqual([{ ...vpc, where: 'AWS', field: 'cidrBlock' }])
  })
})

function withTag(it: ManagedResource, name: string): ManagedResource {
  return told({ tags: { ...(it.spec.forProvider['tags'] as object), [name]: 'x' } })(it)
}

function bothTags(it: ManagedResource): ManagedResource {
  const tags = { ...(it.spec.forProvider['tags'] as object), 'crossplane-name': 'tasks-network-vpc' }
  return told({ tags })(asked({ tags })(it))
}
