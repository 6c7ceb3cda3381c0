import { expect, test } from 'vitest'
import { allExamples } from '../test/all-examples.ts'
import { developmentNetwork } from '../test/composites.ts'
import { settled, withCondition } from '../test/observed.ts'
import { compose } from './layers.ts'
import type { ManagedResource } from './managed-resource.ts'
import { externalName, externalNameAnnotation, type Observed } from './observed.ts'

const names = { vpc: 'vpc-0123456789abcdef0' }
const network = developmentNetwork({ externalNames: names })
const looking = ['Observe']

const vpcIn = (observed: Observed) => {
  const { resources, ready, conditions } = compose(network, observed)
  const vpc = resources['vpc']?.resource as ManagedResource
  const { managementPolicies: policies } = vpc.spec
  return { name: externalName(vpc), policies, ready, message: conditions[0]?.message }
}

const seen = (change: Partial<ManagedResource>): Observed => {
  const vpc = compose(network, {}).resources['vpc']?.resource as ManagedResource
  return { vpc: { ...vpc, ...change } }
}
const existing = { atProvider: { id: names.vpc, cidrBlock: '10.0.0.0/16' } }
const absent = (message: string) => withCondition(seen({})['vpc'] as ManagedResource, 'Synced', 'False', { message })

const notThere = 'observe failed: external resource does not exist'
const annotated = (annotations: Record<string, string>) => ({
  ...(seen({})['vpc'] as ManagedResource).metadata,
  annotations,
})

test.each<{ why: string; given: Observed; name: string | undefined; policies: readonly string[] | undefined }>([
  { why: 'before it is there it is only looked for', given: {}, name: names.vpc, policies: looking },
  { why: 'until AWS answers', given: seen({}), name: names.vpc, policies: looking },
  { why: 'what was found is managed', given: seen({ status: existing }), name: names.vpc, policies: undefined },
  {
    why: 'and is managed from then on',
    given: seen({ status: existing, spec: { forProvider: {}, managementPolicies: ['*'] } }),
    name: names.vpc,
    policies: undefined,
  },
  {
    why: 'what does not exist is made, without that name',
    given: { vpc: absent(notThere) },
    name: undefined,
    policies: undefined,
  },
  {
    why: 'another complaint is no answer',
    given: { vpc: absent('api error UnauthorizedOperation: no') },
    name: names.vpc,
    policies: looking,
  },
  {
    why: 'what AWS has named otherwise since keeps that name',
    given: seen({ metadata: annotated({ [externalNameAnnotation]: 'vpc-1' }), status: existing }),
    name: undefined,
    policies: undefined,
  },
  {
    why: 'what is made anew under our eyes gets no old name',
    given: seen({
      metadata: annotated({
        [externalNameAnnotation]: names.vpc,
        'crossplane.io/external-create-pending': '2026-11-24T10:00:00Z',
      }),
      spec: { forProvider: {}, managementPolicies: ['*'] },
      status: existing,
    }),
    name: undefined,
    policies: undefined,
  },
])('$why', ({ given, name, policies }) => expect(vpcIn(given)).toMatchObject({ name, policies, ready: false }))

test('what is looked for is not ready, however ready the provider calls it, and its name is not passed on', () => {
  const { resource } = compose(network, {}).resources['vpc'] as { resource: ManagedResource }
  const { observed } = settled(developmentNetwork())
  const vpc = observed['vpc'] as ManagedResource
  const looked = { ...vpc, metadata: resource.metadata, spec: resource.spec, status: { ...vpc.status, atProvider: {} } }
  const { resources, conditions, status } = compose(network, { ...observed, vpc: looked })
  expect(resources['vpc']?.ready).toBe(false)
  expect(conditions[0]?.message).toContain('VPC tasks-network-vpc (is looked for in AWS)')
  expect(status['vpcId']).toBeUndefined()
})

test("nothing refers to a name that may be nobody's", () => {
  const dependent = 'internet-gateway'
  expect(compose(network, {}).resources[dependent]).toBeUndefined()
  expect(compose(network, { vpc: absent(notThere) }).resources[dependent]).toBeUndefined()
  expect(compose(network, seen({ status: existing })).resources[dependent]).toBeDefined()
})

test.each(allExamples())('a whole layer is taken over under its names, and comes to rest: $why', ({ composite }) => {
  const before = settled(composite).composition
  const externalNames = before.status['externalNames'] as Record<string, string>
  const adopting = { ...composite, spec: { ...composite.spec, externalNames } }
  const first = compose(adopting, {})
  for (const [key, { resource }] of Object.entries(first.resources)) {
    if (resource.kind === 'ClusterAuth') continue
    expect([key, externalName(resource), resource.spec.managementPolicies]).toEqual([key, externalNames[key], looking])
  }
  const after = settled(adopting).composition
  expect(after.ready).toBe(true)
  expect(after.status['externalNames']).toEqual(externalNames)
  expect(policiesIn(after)).toEqual(policiesIn(before))
})

function policiesIn({ resources }: ReturnType<typeof compose>) {
  return Object.entries(resources).map(([key, { resource }]) => [key, resource.spec.managementPolicies])
}
