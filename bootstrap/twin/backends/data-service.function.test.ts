import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realClock } from '@taskplatform/operator/runtime/clock'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findDataPrograms } from '../../local/build/data-programs.ts'
import { localConfig } from '../../local/config.ts'
import { memoryVault } from '../service/vault.ts'
import { caPathIn } from './authority.ts'
import type { Backend } from './backend.ts'
import { caches } from './caches/caches.ts'
import { databases } from './databases/databases.ts'
import type { BackendContext } from './registry.ts'

const { root, cache, partEnv } = localConfig()
const { signal } = new AbortController()
const vault = memoryVault()
const secret = (name: string) => vault.open(`derived:${name}`) ?? ''

let stateDir = ''
let database: Backend
let cacheServer: Backend
const contextIn = async (name: string): Promise<BackendContext> => ({
  stateDir: join(stateDir, name),
  programs: await findDataPrograms(root, cache),
  env: partEnv,
  vault,
  userOf: () => undefined,
  outside: {
    world: () => {
      throw new Error('a data service makes nothing in AWS')
    },
    make: async () => {},
    remove: async () => {},
  },
  clock: realClock,
  log: { child: () => undefined } as never,
})

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'data-'))
  database = databases(await contextIn('databases'))
  cacheServer = caches(await contextIn('caches'))
})
afterAll(async () => {
  for (const backend of [database, cacheServer]) for (const key of await backend.found()) await backend.remove(key)
  await rm(stateDir, { recursive: true, force: true })
})

const portOf = async (backend: Backend, key: string, spec: object): Promise<number> => {
  const { facts } = await backend.start({ key, spec: spec as never }, signal)
  return Number(facts['port'])
}

const query = async (port: number, password: string, text: string, tls = true): Promise<unknown[]> => {
  const ssl = tls && { ca: await readFile(caPathIn(join(stateDir, 'databases')), 'utf8') }
  const client = new Client({ host: '127.0.0.1', port, user: 'tasks', password, database: 'tasks', ssl })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

describe('a database', () => {
  const spec = (password: string, more: object = {}) => ({
    name: 'db',
    database: 'tasks',
    username: 'tasks',
    password: `derived:${password}`,
    forceTls: true,
    ...more,
  })

  test('answers its master user over TLS that can be verified, refuses plain connections, and takes a new password', async () => {
    const port = await portOf(database, 'Instance|r|a', spec('one'))
    expect(await query(port, secret('one'), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await expect(query(port, secret('one'), 'SELECT 1', false)).rejects.toThrow(/no encryption/)
    await expect(query(port, 'wrong', 'SELECT 1')).rejects.toThrow(/password authentication failed/)

    expect(await portOf(database, 'Instance|r|a', spec('two', { forceTls: false }))).toBe(port)
    await expect(query(port, secret('one'), 'SELECT 1')).rejects.toThrow(/password authentication failed/)
    expect(await query(port, secret('two'), 'SELECT 2 AS two', false)).toEqual([{ two: 2 }])
  })

  test('comes back from its final snapshot with its rows, and from another one that runs', async () => {
    const snapshot = 'DBSnapshot|r|final'
    const first = await portOf(database, 'Instance|r|b', spec('one', { finalSnapshot: snapshot }))
    await query(first, secret('one'), 'CREATE TABLE t AS SELECT 42 AS n')
    await database.remove('Instance|r|b')
    await expect(query(first, secret('one'), 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/)

    const second = await portOf(database, 'Instance|r|c', spec('two', { restoredFrom: snapshot }))
    expect(await query(second, secret('two'), 'SELECT n FROM t')).toEqual([{ n: 42 }])
    await query(second, secret('two'), 'UPDATE t SET n = 43')
    const third = await portOf(database, 'Instance|r|d', spec('three', { restoredFrom: 'Instance|r|c' }))
    expect(await query(third, secret('three'), 'SELECT n FROM t')).toEqual([{ n: 43 }])
    expect(await database.found()).toContain(snapshot)
  })
})

describe('a cache', () => {
  const spec = (...tokens: string[]) => ({ name: 'cache', tls: true, tokens: tokens.map((name) => `derived:${name}`) })

  const ask = async (port: number, password: string, work: (redis: Redis) => Promise<unknown>): Promise<unknown> => {
    const tls = { ca: await readFile(caPathIn(join(stateDir, 'caches'))) }
    const options = { host: '127.0.0.1', port, tls, password, lazyConnect: true, maxRetriesPerRequest: 0 }
    const redis = new Redis({ ...options, retryStrategy: () => null })
    // its own rejection only says that the connection is closed
    const failure = new Promise<never>((_, reject) => redis.once('error', reject))
    try {
      return await Promise.race([redis.connect().then(() => work(redis)), failure])
    } finally {
      redis.disconnect()
    }
  }

  test('answers over TLS whoever has its token, both while it is rotated, and then only the new one', async () => {
    const port = await portOf(cacheServer, 'ReplicationGroup|r|a', spec('old'))
    expect(await ask(port, secret('old'), (redis) => redis.ping())).toBe('PONG')
    await expect(ask(port, 'wrong', (redis) => redis.ping())).rejects.toThrow(/WRONGPASS/)
    await portOf(cacheServer, 'ReplicationGroup|r|a', spec('old', 'new'))
    expect(await ask(port, secret('old'), (redis) => redis.ping())).toBe('PONG')
    expect(await ask(port, secret('new'), (redis) => redis.ping())).toBe('PONG')
    await portOf(cacheServer, 'ReplicationGroup|r|a', spec('new'))
    await expect(ask(port, secret('old'), (redis) => redis.ping())).rejects.toThrow(/WRONGPASS/)
  })

  test('comes back from its final snapshot with its keys', async () => {
    const snapshot = 'CacheSnapshot|r|final'
    const first = await portOf(cacheServer, 'ReplicationGroup|r|b', { ...spec('one'), finalSnapshot: snapshot })
    await ask(first, secret('one'), (redis) => redis.set('a', 'b'))
    await cacheServer.remove('ReplicationGroup|r|b')
    const second = await portOf(cacheServer, 'ReplicationGroup|r|c', { ...spec('two'), restoredFrom: snapshot })
    expect(await ask(second, secret('two'), (redis) => redis.get('a'))).toBe('b')
  })
})
