import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectTo } from '@taskplatform/bootstrap/local/cluster'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import type { Connection } from '@taskplatform/operator/kube/connect'
import { ApiError } from '@taskplatform/operator/kube/errors'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { roundsOf } from '../src/assumed/settle.ts'
import { composedKinds } from '../src/composed-kinds.ts'
import type { ManagedResource } from '../src/managed-resource.ts'
import { allExamples } from './all-examples.ts'
import { developmentNetwork, productionNetwork } from './composites.ts'
import { generatedComposites } from './generated-composites.ts'
import { largestComposites } from './largest-composites.ts'
import { settled } from './observed.ts'
import { someOfEachShape } from './shapes.ts'

let stack: Stack
let connection: Connection

beforeAll(async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'compositions-strict-'))
  stack = await startStack({ stateDir, parts: ['etcd', 'kube-apiserver', 'install'] })
  connection = connectTo(stack.kubeconfigPath)
})
afterAll(async () => {
  await connection?.close()
  await stack?.remove()
})

const signal = AbortSignal.timeout(280_000)

/** Applies as Crossplane does, unknown fields refused, and stores nothing. */
const wouldApply = async (resource: ManagedResource): Promise<ManagedResource> => {
  const kind = composedKinds.find((one) => one.kind === resource.kind && resource.apiVersion.startsWith(one.group))
  if (!kind) throw new Error(`${resource.kind} is not among the composed kinds`)
  const object = { ...resource, metadata: { ...resource.metadata, managedFields: undefined } }
  const options = { fieldManager: 'strict-test', force: true, dryRun: true, fieldValidation: 'Strict', signal } as const
  return (await connection.client.apply(kind, object, options)) as unknown as ManagedResource
}

const resourcesOf = (composite: object): ManagedResource[] =>
  Object.values(settled(composite).composition.resources).map(({ resource }) => resource)

const everything = [
  ...allExamples().map(({ composite }) => composite),
  ...largestComposites,
  ...generatedComposites(60),
]

/** Resources of every state on the way to ready, some of each shape. */
const shapes = someOfEachShape(
  everything
    .flatMap((composite) => roundsOf(composite))
    .flatMap(({ composition }) => Object.values(composition.resources).map(({ resource }) => resource)),
)

test('the API server takes resources of every shape, and at the ends of every number, that examples, limits and 600 generated specs become', async () => {
  expect(new Set(shapes.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).size).toBeGreaterThan(50)
  for (const shape of shapes) {
    // the namespaces of generated composites are not there
    const resource = { ...shape, metadata: { ...shape.metadata, namespace: 'default' } }
    const taken = await wouldApply(resource).catch((error: unknown) => error)
    expect(taken, `${shape.kind} ${JSON.stringify(shape.spec)}`).not.toBeInstanceOf(Error)
    expect((taken as ManagedResource).spec, shape.metadata.name).toMatchObject(resource.spec)
  }
})

test.each([
  {
    why: 'a network in the smallest VPC, with credentials of its namespace',
    composite: productionNetwork({
      cidr: '192.168.240.0/20',
      providerConfigRef: { kind: 'ProviderConfig', name: 'own' },
    }),
    count: 46,
  },
  {
    why: 'a network with all tags that a user may set',
    composite: productionNetwork({
      tags: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`tag/${index}`, 'team tasks +-=._:/@'])),
    }),
    count: 46,
  },
  {
    why: 'a network with the longest name',
    composite: productionNetwork({}, { name: `n${'x'.repeat(62)}` }),
    count: 46,
  },
])('the API server takes every resource of $why', async ({ composite, count }) => {
  const resources = resourcesOf(composite)
  expect(resources).toHaveLength(count)
  for (const resource of resources)
    expect((await wouldApply(resource)).spec, resource.metadata.name).toMatchObject(resource.spec)
})

const subnet = (): ManagedResource => {
  const found = resourcesOf(developmentNetwork()).find(({ kind }) => kind === 'Subnet')
  if (!found) throw new Error('a network has subnets')
  return found
}

test.each([
  { why: 'a misspelt field', forProvider: { cidrBlok: '10.0.0.0/24' }, says: /cidrBlok/ },
  { why: 'a value of the wrong type', forProvider: { mapPublicIpOnLaunch: 'no' }, says: /mapPublicIpOnLaunch/ },
  { why: 'a reference without a name', forProvider: { vpcIdRef: {} }, says: /vpcIdRef/ },
])('and refuses $why, so that the test above means something', async ({ forProvider, says }) => {
  const good = subnet()
  const bad = { ...good, spec: { ...good.spec, forProvider: { ...good.spec.forProvider, ...forProvider } } }
  const refused = await wouldApply(bad).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ApiError)
  expect((refused as ApiError).message).toMatch(says)
})
