import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { layerCrd, taskPlatformCrd } from '@taskplatform/crds/generate/crd'
import { type Kind, layerKinds, taskPlatformKind } from '@taskplatform/crds/generate/kinds'
import type { KubeClient } from '@taskplatform/operator/kube/client-types'
import { type Connection, connect } from '@taskplatform/operator/kube/connect'
import { realClock } from '@taskplatform/operator/runtime/clock'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { disagreements, ourVerdict, percentAdmitted, specSchemaOf, spoilt } from './agreement.ts'
import { eachOf, install, resourceOf, wouldCreate, wouldReplace } from './api-server.ts'
import { changes, platforms } from './arbitrary-platforms.ts'
import { type Example, illegalExamples, legalExamples } from './examples.ts'

const seed = 20_261_124
const cases = 2000
const kinds = [taskPlatformKind, ...layerKinds]
const resource = resourceOf(taskPlatformKind)
const signal = new AbortController().signal

let stack: Stack
let connection: Connection
let client: KubeClient

beforeAll(async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'admission-'))
  stack = await startStack({ stateDir, parts: ['etcd', 'kube-apiserver'] })
  connection = connect({ kubeconfigPath: stack.kubeconfigPath }, { clock: realClock, userAgent: 'admission-test' })
  client = connection.client
  for (const crd of [taskPlatformCrd(), ...layerKinds.map(layerCrd)]) await install(client, crd, signal)
  await vi.waitFor(() => Promise.all(kinds.map(isServed)), { timeout: 60_000, interval: 50 })
})

afterAll(async () => {
  await connection?.close()
  await stack?.remove()
})

describe('examples', () => {
  test.each(legalExamples())('$file is admitted, without a field that nobody knows', async ({ object }) => {
    const resource = resourceOf(kindOf(object))
    const admitted = client.create(resource, here(object), { dryRun: true, fieldValidation: 'Strict', signal })
    await expect(admitted).resolves.toHaveProperty('spec')
  })

  test.each(illegalExamples())('$file: $complaint', async ({ at, complaint, before, object }) => {
    const resource = resourceOf(kindOf(object))
    const refused = before
      ? await wouldReplace(client, resource, await stored(before), here(object), signal)
      : await wouldCreate(client, resource, here(object), signal)
    expect(refused).toContainEqual({ path: at, message: expect.stringContaining(complaint) })
  })

  test('a misspelt field is refused under strict validation', async () => {
    const object = here(example('development.yaml'))
    const misspelt = { ...object, spec: { ...object.spec, databse: { multiAz: true } } }
    const created = client.create(resource, misspelt, { dryRun: true, fieldValidation: 'Strict', signal })
    await expect(created).rejects.toThrow('unknown field "spec.databse"')
  })

  test('unset and set again is no way round an immutable field', async () => {
    const object = here(example('development.yaml'))
    const withCidr = (cidr: string) => ({ ...object, spec: { ...object.spec, network: { cidr } } })
    const first = await stored(withCidr('10.1.0.0/16'))
    expect(await wouldReplace(client, resource, first, object, signal)).not.toEqual([])
    const plain = await stored(object)
    expect(await wouldReplace(client, resource, plain, withCidr('10.1.0.0/16'), signal)).not.toEqual([])
    expect(await wouldReplace(client, resource, plain, withCidr('10.0.0.0/16'), signal)).toEqual([])
  })
})

describe(`zod and the API server agree (seed ${seed})`, () => {
  test(`on ${cases} objects to create`, async () => {
    const objects = fc.sample(platforms(), { numRuns: cases, seed })
    const theirs = await eachOf(objects, (object) => wouldCreate(client, resource, object, signal))
    const ours = objects.map((updated) => ourVerdict({ updated }))
    expect(disagreements(objects, theirs, ours)).toEqual([])
    expectHealthyShare(percentAdmitted(theirs))
  })

  test(`on ${cases} changes`, async () => {
    const pairs = fc.sample(changes(), { numRuns: cases, seed })
    const theirs = await eachOf(pairs, async ({ old, updated }) =>
      wouldReplace(client, resource, await stored(old), updated, signal),
    )
    expect(disagreements(pairs, theirs, pairs.map(ourVerdict))).toEqual([])
    expectHealthyShare(percentAdmitted(theirs))
  })

  test.each([
    { file: 'full.yaml', least: 2000 },
    { file: 'layer-network.yaml', least: 250 },
    { file: 'layer-endpoints.yaml', least: 250 },
    { file: 'layer-database.yaml', least: 500 },
    { file: 'layer-cache.yaml', least: 500 },
    { file: 'layer-registry.yaml', least: 200 },
    { file: 'layer-secrets.yaml', least: 200 },
    { file: 'layer-cluster.yaml', least: 250 },
    { file: 'layer-identities.yaml', least: 250 },
    { file: 'layer-edge.yaml', least: 400 },
    { file: 'layer-observability.yaml', least: 400 },
  ])('on every odd value in every place of the spec of $file', async ({ file, least }) => {
    const object = here(example(file))
    const objects = spoilt(object, specSchemaOf(object))
    const theirs = await eachOf(objects, (spoilt) => wouldCreate(client, resourceOf(kindOf(object)), spoilt, signal))
    expect(objects.length).toBeGreaterThan(least)
    expect(
      disagreements(
        objects,
        theirs,
        objects.map((updated) => ourVerdict({ updated })),
      ),
    ).toEqual([])
  })
})

/** Too few or too many admitted, and agreement would prove little. */
function expectHealthyShare(percent: number): void {
  expect(percent).toBeGreaterThan(30)
  expect(percent).toBeLessThan(70)
}

let made = 0

/** Stores the object under a name of its own, so that what another test stored is in nobody's way. */
function stored(object: Example): Promise<Example> {
  made += 1
  const metadata = { ...object.metadata, namespace: 'default', name: `made-${made}` }
  return client.create(resourceOf(kindOf(object)), { ...object, metadata }, { fieldValidation: 'Ignore', signal })
}

function example(file: string): Example {
  const found = legalExamples().find((example) => example.file === file)
  if (!found) throw new Error(`${file} is missing in crds/examples`)
  return found.object
}

/** In the namespace that every API server has. */
function here(object: Example): Example {
  return { ...object, metadata: { ...object.metadata, namespace: 'default' } }
}

function isServed(kind: Kind) {
  return client.list(resourceOf(kind), { namespace: 'default' }, { signal })
}

function kindOf({ kind }: Example) {
  const found = kinds.find((known) => known.kind === kind)
  if (!found) throw new Error(`${kind} is no kind of ours: see generate/kinds.ts`)
  return found
}
