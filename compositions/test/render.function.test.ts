import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findControlPlane } from '@taskplatform/bootstrap/local/build/control-plane'
import { localConfig } from '@taskplatform/bootstrap/local/config'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { plaintext } from '../function/certificates.ts'
import { createMetrics } from '../function/metrics.ts'
import { type FunctionServer, serveFunction } from '../function/server.ts'
import { compose } from '../src/layers.ts'
import type { ManagedResource } from '../src/managed-resource.ts'
import type { Observed } from '../src/observed.ts'
import { allExamples } from './all-examples.ts'
import { developmentNetwork, productionNetwork } from './composites.ts'
import { ready } from './observed.ts'
import { type RenderOutput, render } from './render.ts'

let crossplane: string
let server: FunctionServer

beforeAll(async () => {
  const { root, cache } = localConfig()
  crossplane = (await findControlPlane(root, cache)).programs.crossplane
  const { credentials } = plaintext()
  const log = pino({ level: 'silent' })
  server = await serveFunction({ address: '127.0.0.1:0', credentials, compose, metrics: createMetrics(), log })
})
afterAll(() => server?.stop(1000))

const compositionOf = async (kind: string): Promise<object> => {
  const layer = kind.replace('Platform', '').toLowerCase()
  return parse(await readFile(join(import.meta.dirname, '..', layer, 'composition.yaml'), 'utf8'))
}

/** One reconcile of the real reconciler with our function and our Composition. */
const reconcile = async (
  composite: Readonly<{ kind: string; metadata: object }>,
  observedResources: readonly ManagedResource[],
): Promise<RenderOutput> =>
  render(crossplane, {
    compositeResource: withUid(composite),
    composition: await compositionOf(composite.kind),
    functions: [{ name: 'function-taskplatform', address: `127.0.0.1:${server.port}` }],
    observedResources,
  })

/** As the API server would store it. */
const withUid = <T extends Readonly<{ metadata: object }>>(composite: T) => ({
  ...composite,
  metadata: { ...composite.metadata, uid: 'b4c6a4de-0000-4000-8000-000000000001' },
})

const made = (resources: readonly ManagedResource[]): ManagedResource[] => resources.map((one) => ready(one, resources))

/** Reconciles until nothing new is asked for, the provider having made everything in between; at most ten times. */
const settle = async (composite: Parameters<typeof reconcile>[0], start: readonly ManagedResource[] = []) => {
  let observed = start
  for (let round = 1; round <= 10; round++) {
    const output = await reconcile(composite, observed)
    const next = made(output.composedResources)
    if (conditionOf(output, 'Ready')?.['status'] === 'True' && next.length === observed.length)
      return { output, observed, round }
    observed = next
  }
  throw new Error('not ready after ten rounds')
}

const conditionOf = ({ compositeResource }: RenderOutput, type: string) =>
  compositeResource.status?.conditions?.find((one) => one['type'] === type)

const namesOf = (resources: readonly ManagedResource[]) => resources.map(({ metadata }) => metadata.name).sort()

const byKey = (resources: readonly ManagedResource[]): Observed =>
  Object.fromEntries(
    resources.map((one) => [one.metadata.annotations?.['crossplane.io/composition-resource-name'] ?? '?', one]),
  )

const resourceOf = ({ resource }: Readonly<{ resource: ManagedResource }>) => resource

/** Specs by kind and name. What is undefined or an empty map is not sent over the wire. */
const specsOf = (resources: readonly ManagedResource[]): Record<string, unknown> =>
  Object.fromEntries(resources.map(({ kind, metadata, spec }) => [`${kind} ${metadata.name}`, plain(spec)]))

const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))

describe("Crossplane's own reconciler", () => {
  test.each(allExamples())(
    'brings $why to Ready, deletes nothing on the way, and composes what the library composes',
    async ({ composite }) => {
      let observed: readonly ManagedResource[] = []
      for (let round = 1; round <= 12; round++) {
        const output = await reconcile(composite, observed)
        const inProcess = compose(withUid(composite), byKey(observed))
        expect(output.deletedResources).toEqual([])
        expect(specsOf(output.composedResources)).toEqual(specsOf(Object.values(inProcess.resources).map(resourceOf)))
        expect(conditionOf(output, 'Synced')).toMatchObject({ status: 'True' })
        expect(conditionOf(output, 'Ready')?.['status'] === 'True').toBe(inProcess.ready)
        expect(output.compositeResource.status?.['externalNames']).toEqual(plain(inProcess.status['externalNames']))
        const next = made(output.composedResources)
        if (inProcess.ready && next.length === observed.length) return
        observed = next
      }
      throw new Error('not ready after twelve rounds')
    },
  )

  test('keeps lists and policies as they were composed', async () => {
    const { observed } = await settle(productionNetwork())
    const group = observed.find(({ kind }) => kind === 'DefaultSecurityGroup')
    expect(group?.spec.managementPolicies).toEqual(['Observe', 'Create', 'Update', 'Delete'])
    expect(group?.spec.forProvider).toMatchObject({ ingress: [], egress: [] })
  })

  test('is not Ready at first, and says what it waits for', async () => {
    const output = await reconcile(developmentNetwork(), [])
    expect(conditionOf(output, 'Ready')).toMatchObject({ status: 'False' })
    expect(conditionOf(output, 'ResourcesReady')).toMatchObject({
      status: 'False',
      reason: 'Creating',
      message: expect.stringContaining('VPC tasks-network-vpc'),
    })
  })

  test('adds a zone without touching what is there', async () => {
    const zones = ['ap-northeast-1a', 'ap-northeast-1c']
    const two = await settle(productionNetwork({ availabilityZones: zones }))
    const three = await settle(productionNetwork(), two.observed)
    expect(three.output.deletedResources).toEqual([])
    expect(namesOf(three.output.composedResources)).toEqual(expect.arrayContaining(namesOf(two.observed)))
  })

  test('from PerZone to Single, removes gateways only after the routes have moved, and addresses after the gateways', async () => {
    const single = productionNetwork({ natGateways: 'Single' })
    const { observed } = await settle(productionNetwork())
    const first = await reconcile(single, observed)
    expect(first.deletedResources).toEqual([])
    const second = await reconcile(single, made(first.composedResources))
    expect(namesOf(second.deletedResources)).toEqual([
      'tasks-network-nat-gateway-ap-northeast-1c',
      'tasks-network-nat-gateway-ap-northeast-1d',
    ])
    const third = await reconcile(single, made(second.composedResources))
    expect(namesOf(third.deletedResources)).toEqual([
      'tasks-network-eip-ap-northeast-1c',
      'tasks-network-eip-ap-northeast-1d',
    ])
  })

  test('with flow logs turned off, keeps what was logged', async () => {
    const { observed } = await settle(productionNetwork())
    const off = await settle(productionNetwork({ flowLogs: { enabled: false, retentionDays: 365 } }), observed)
    expect(namesOf(off.observed).filter((name) => name.includes('flow-log'))).toEqual([
      'tasks-network-flow-log-group',
      'tasks-network-flow-log-key',
    ])
  })

  test('changes nothing for a composite that cannot be composed, and repeats why', async () => {
    const { observed } = await settle(developmentNetwork())
    const output = await reconcile(developmentNetwork({ cidr: '10.0.0.0/28' }), observed)
    expect(output.exitCode).toBe(3)
    expect(output.deletedResources).toEqual([])
    expect(output.events.map(({ message }) => message).join()).toMatch(/spec\.cidr/)
  })
})
