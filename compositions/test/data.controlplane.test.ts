import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectTo } from '@taskplatform/bootstrap/local/cluster'
import { layoutOf } from '@taskplatform/bootstrap/local/layout'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { until } from '@taskplatform/bootstrap/local/until'
import type { AwsResource } from '@taskplatform/bootstrap/twin/service/aws-resource'
import { foldEntry, type JournalEntry, type Resources } from '@taskplatform/bootstrap/twin/service/journal-entry'
import { journalIn } from '@taskplatform/bootstrap/twin/twin'
import { layerKinds } from '@taskplatform/crds/generate/kinds'
import type { KubernetesObject } from '@taskplatform/crds/kubernetes'
import type { PlatformNetworkStatus } from '@taskplatform/crds/layers/network'
import type { Connection } from '@taskplatform/operator/kube/connect'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { developmentNetwork } from './composites.ts'
import { plainCache, plainDatabase, plainRegistry, plainSecrets } from './data.ts'

const parts = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'install',
  'function',
  'crossplane',
  'twin',
] as const

type Composite = KubernetesObject & { spec: object; status?: object }

type Status = Readonly<{ observedGeneration?: number; resources?: Readonly<{ ready: boolean; message: string }> }>

const signal = AbortSignal.timeout(290_000)

let stack: Stack
let connection: Connection
/** Layers of a platform go by the operator's hand alone. */
let operator: Connection

beforeAll(async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'compositions-data-'))
  stack = await startStack({ stateDir, parts })
  connection = connectTo(stack.kubeconfigPath)
  operator = connectTo(stack.kubeconfigOf('taskplatform-operator'))
})
afterAll(async () => {
  await connection?.close()
  await operator?.close()
  await stack?.remove()
})

const resourceOf = ({ kind }: Composite) => {
  const { group, version, plural } = layerKinds.find((one) => one.kind === kind) ?? {}
  if (!group || !version || !plural) throw new RangeError(`${kind} is no layer`)
  return { group, version, kind, plural, namespaced: true } as const
}

const keyOf = ({ metadata }: Composite) => ({ namespace: metadata.namespace ?? '', name: metadata.name })

const get = (composite: Composite) =>
  connection.client.get<Composite>(resourceOf(composite), keyOf(composite), { signal })

const waiting = { deadlineMs: 90_000, signal }

/** Crossplane serves a kind a moment after its XRD is installed. */
const apply = (composite: Composite) => {
  const applied = connection.client.apply
  const options = { fieldManager: 'kubectl', force: true, signal }
  const attempt = () => applied(resourceOf(composite), composite, options).then(Boolean, () => false)
  return until(attempt, { ...waiting, what: `${composite.kind} to be served` })
}

/** Status of the composite when everything that its newest spec asks for is there. */
const ready = <S>(composite: Composite): Promise<S> =>
  until(
    async () => {
      const one = await get(composite)
      const status = (one?.status ?? {}) as Status
      const current = status.observedGeneration === one?.metadata.generation
      return current && status.resources?.ready ? (status as S) : undefined
    },
    { ...waiting, what: `${composite.kind} to be ready` },
  )

const remove = async (composite: Composite) => {
  await operator.client.remove(resourceOf(composite), keyOf(composite), { propagation: 'Foreground', signal })
  await until(async () => (await get(composite)) === undefined, { ...waiting, what: `${composite.kind} to be gone` })
}

const journal = async (): Promise<JournalEntry[]> => {
  const text = await readFile(journalIn(layoutOf(stack.stateDir).dataOf('twin')), 'utf8')
  return text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as JournalEntry] : []))
}

/** What is in the account and not on its way out, by kind. */
const inAws = async (): Promise<AwsResource[]> => {
  const resources: Resources = new Map()
  for (const entry of await journal()) foldEntry(resources, entry)
  return [...resources.values()].filter(({ goneAt }) => goneAt === undefined)
}

test('data layers applied by hand become Ready, are upgraded in place, and leave what their data policy says', async () => {
  const network = developmentNetwork()
  await apply(network)
  const { vpcId, dataSubnetIds } = await ready<PlatformNetworkStatus>(network)
  const where = { vpcId: vpcId ?? '', subnetIds: dataSubnetIds ?? [] }
  const before = await inAws()

  const database = (engineVersion: '16' | '17') =>
    plainDatabase({ ...where, engineVersion, performanceInsights: true, enhancedMonitoringSeconds: 60 })
  const cache = (engineVersion: '7.2' | '8.1') =>
    plainCache({ ...where, engine: 'Valkey', engineVersion, nodes: 2, logDelivery: true, dataPolicy: 'Retain' })
  const registry = plainRegistry({ dataPolicy: 'Delete' })
  const secrets = plainSecrets({
    cacheTokenSecretRef: { name: 'tasks-cache-auth-token', key: 'auth-token', revision: '1' },
  })

  const all = [database('16'), cache('7.2'), registry, secrets]
  for (const one of all) await apply(one)
  for (const one of all) await ready(one)
  for (const one of [database('17'), cache('8.1')]) await apply(one)
  for (const one of [database('17'), cache('8.1')])
    expect(await ready(one)).toMatchObject({ engineVersion: expect.stringMatching(/^(17|8\.1)\./) })
  expect((await journal()).filter(({ op }) => op === 'replacement-refused')).toEqual([])

  for (const one of all) await remove(one)
  const known = new Set(before.map(({ id }) => id))
  const left = (await inAws()).filter(({ id, kind }) => !known.has(id) && !goesWithItsParent.has(kind))
  expect(left.map(({ kind }) => kind).sort()).toEqual([
    ...[
      'CacheParameterGroup',
      'CacheSubnetGroup',
      'DBSnapshot',
      'DBSnapshot',
      'Key',
      'Key',
      'NetworkInterface',
      'NetworkInterface',
    ],
    ...['ReplicationGroup', 'SecurityGroup'],
  ])
  const keys = left.flatMap(({ kind, attributes }) => (kind === 'Key' ? [attributes['arn']] : []))
  for (const { kind, attributes } of left)
    if (['DBSnapshot', 'ReplicationGroup'].includes(kind)) expect(keys).toContain(attributes['kmsKeyId'])
})

/** AWS deletes these with the repository or the secret that they belong to. */
const goesWithItsParent: ReadonlySet<string> = new Set([
  'LifecyclePolicy',
  'RepositoryPolicy',
  'SecretPolicy',
  'SecretVersion',
])
