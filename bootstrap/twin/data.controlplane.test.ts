import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findDataPrograms } from '../local/build/data-programs.ts'
import { localConfig } from '../local/config.ts'
import { readManifests } from '../local/install/manifests.ts'
import type { Manifest } from '../local/install/resources.ts'
import { findMarked } from '../local/process/marks.ts'
import { type ConnectionSecret, secrets } from './provider/connection-secret.ts'
import type { Managed } from './provider/managed.ts'
import {
  applyIn,
  eventually,
  managedIn,
  notReady,
  resourceOf,
  type SmallCluster,
  startSmallCluster,
} from './test/small-cluster.ts'
import { startTwin, type TwinProcess } from './test/twin-process.ts'
import { journalIn } from './twin.ts'

const namespace = 'data'
const region = 'ap-northeast-1'

let cluster: SmallCluster
let twin: TwinProcess
let manifests: Manifest[]

const start = async (): Promise<TwinProcess> => {
  const { root, cache } = localConfig()
  const programs = Object.entries(await findDataPrograms(root, cache)).map(
    ([name, path]) => `--program=${name}=${path}`,
  )
  return startTwin({
    kubeconfigPath: cluster.stack.kubeconfigOf('twin'),
    stateDir: cluster.twinState,
    timeScale: 0,
    flags: ['--backends=databases,caches', ...programs],
  })
}

beforeAll(async () => {
  cluster = await startSmallCluster()
  manifests = await readManifests(fileURLToPath(new URL('test/data.yaml', import.meta.url)))
  twin = await start()
})
afterAll(async () => {
  await twin?.stop()
  await cluster?.close()
  await cluster?.stack.remove()
})

const named = (kind: string, group: string): Manifest => {
  const found = manifests.find((one) => one.kind === kind && one.apiVersion.startsWith(`${group}.`))
  if (!found) throw new RangeError(`no ${kind} of ${group} in data.yaml`)
  return found
}

const allReady = (of: readonly Manifest[]) =>
  eventually(async () => {
    const all = await managedIn(cluster, namespace, of)
    expect(notReady(all)).toEqual([])
    expect(all).toHaveLength(of.length)
    return all
  })

const one = async (manifest: Manifest): Promise<Managed> => {
  const [managed] = await allReady([manifest])
  if (!managed) throw new RangeError(`${manifest.kind} is not there`)
  return managed
}

const secretOf = async (name: string): Promise<Record<string, string>> => {
  const secret = await cluster.client.get<ConnectionSecret>(secrets, { namespace, name }, { signal: cluster.signal })
  return Object.fromEntries(
    Object.entries(secret?.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  )
}

const told = async (path: string): Promise<Record<string, string>> =>
  (await (await fetch(`${twin.url}/aws/${path}`)).json()) as Record<string, string>

const authority = async (backend: string): Promise<string> =>
  (await told(`authorities/${backend}`))['certificate'] ?? ''

/** The master password, as an application finds it: by the secret that the instance names. */
const masterPassword = async ({ status }: Managed): Promise<string> => {
  const [secret] = (status?.atProvider?.['masterUserSecret'] ?? []) as { secretArn: string }[]
  const { SecretString } = await told(`secrets/${region}/${encodeURIComponent(secret?.secretArn ?? '')}`)
  return (JSON.parse(SecretString ?? '{}') as { password: string }).password
}

const query = async (instance: Managed, text: string, tls = true): Promise<unknown[]> => {
  const { address, port } = (instance.status?.atProvider ?? {}) as { address: string; port: number }
  const ssl = tls && { ca: await authority('databases') }
  const password = await masterPassword(instance)
  const client = new Client({ host: address, port, user: 'tasks', password, database: 'tasks', ssl })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const ping = async (password: string): Promise<string> => {
  const { primary_endpoint_address: host = '', port } = await secretOf('cache-connection')
  const tls = { ca: await authority('caches') }
  const redis = new Redis({ host, port: Number(port), tls, password, lazyConnect: true, retryStrategy: () => null })
  const failure = new Promise<never>((_, reject) => redis.once('error', reject))
  try {
    return await Promise.race([redis.connect().then(() => redis.ping()), failure])
  } finally {
    redis.disconnect()
  }
}

const remove = async (of: readonly Manifest[]) => {
  for (const manifest of of)
    await cluster.client.remove(
      resourceOf(manifest),
      { namespace, name: manifest.metadata.name },
      { propagation: 'Background', signal: cluster.signal },
    )
  await eventually(async () => expect(await managedIn(cluster, namespace, of)).toEqual([]))
}

test('a database and a cache become real, survive the twin, refuse what AWS refuses, and leave nothing but a snapshot', async () => {
  await applyIn(cluster, namespace, manifests)
  await allReady(manifests)

  const database = await one(named('Instance', 'rds'))
  expect(await query(database, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await expect(query(database, 'SELECT 1', false)).rejects.toThrow(/no encryption/)
  expect(await secretOf('database-connection')).toMatchObject({
    address: '127.0.0.1',
    username: 'tasks',
    port: String(database.status?.atProvider?.['port']),
  })
  const { token = '' } = await secretOf('cache-token')
  expect(await ping(token)).toBe('PONG')
  await expect(ping('wrong')).rejects.toThrow(/WRONGPASS/)
  expect(await told(`secrets/${region}/tasks/cache`)).toMatchObject({ SecretString: token })

  await query(database, 'CREATE TABLE t AS SELECT pg_postmaster_start_time() AS started, 42 AS n')
  await twin.kill()
  twin = await start()
  await allReady(manifests)
  expect(await query(database, 'SELECT started = pg_postmaster_start_time() AS same FROM t')).toEqual([{ same: true }])

  const journal = await readFile(journalIn(cluster.twinState), 'utf8')
  expect(journal).not.toContain(token)
  expect(journal).not.toContain(await masterPassword(database))

  await remove([named('Instance', 'rds')])
  // no garbage collector runs here
  const connection = { namespace, name: 'database-connection' }
  await cluster.client.remove(secrets, connection, { propagation: 'Background', signal: cluster.signal })
  const restored = named('Instance', 'rds')
  const spec = (restored as unknown as Managed).spec
  const { finalSnapshotIdentifier: snapshotIdentifier, ...forProvider } = spec.forProvider
  const again = {
    ...restored,
    spec: { ...spec, forProvider: { ...forProvider, snapshotIdentifier, skipFinalSnapshot: true } },
  }
  await applyIn(cluster, namespace, [again as Manifest])
  expect(await query(await one(again as Manifest), 'SELECT n FROM t')).toEqual([{ n: 42 }])

  await remove(manifests)
  const servers = () => findMarked(cluster.twinState).filter(({ identity }) => identity.pid !== undefined)
  await eventually(async () => expect(servers().length).toBeLessThanOrEqual(1))
  const left = (await (await fetch(`${twin.url}/aws/resources`)).json()) as { kind: string }[]
  expect(left.map(({ kind }) => kind).sort()).toEqual(['DBSnapshot', 'PendingKey'])
})
