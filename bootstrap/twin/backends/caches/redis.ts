import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Running } from '../backend.ts'
import type { Engine, Home } from '../data-service.ts'
import type { BackendContext } from '../registry.ts'
import type { CacheSpec } from './caches.ts'
import { redisCommand } from './redis-command.ts'

/** Redis as an engine: `redis-server` is among the programs of the context. */
export const redis = ({ programs, vault }: BackendContext): Omit<Engine<CacheSpec>, 'kind' | 'wanted'> => {
  const adminPassword = vault.open('derived:elasticache/admin') ?? ''
  const program = (): string => {
    const path = programs['redis-server']
    if (!path) throw new Error('The caches backend needs --program=redis-server=PATH')
    return path
  }
  const ask = (home: Home, tls: boolean, ...words: string[]) =>
    redisCommand({ port: home.port, ca: tls ? home.files.ca : undefined, user: admin, password: adminPassword }, words)
  return {
    initialise: async ({ data }) => {
      await mkdir(data, { recursive: true })
    },
    // a replication group is only ever restored from a snapshot, whose server does not run
    copyLive: (source, to) => cp(source.data, to, { recursive: true }),
    run: async (home, spec, keep) => {
      const tokens = spec.tokens.flatMap((handle) => vault.open(handle) ?? [])
      const isNews = await writeUsers(home, tokens, adminPassword)
      const probe = async () => (await ask(home, spec.tls, 'PING').catch(() => '')) === '+PONG'
      await keep({ command: program(), args: serverFlags(home, spec), probe, readyMs: 30_000, graceMs: 10_000 })
      if (isNews) await ask(home, spec.tls, 'ACL', 'LOAD')
      return running(home)
    },
  }
}

/** Who the twin is in its servers: nobody else knows that password. */
const admin = 'twin'

const running = ({ port }: Home): Running => ({
  facts: { primaryEndpointAddress: '127.0.0.1', readerEndpointAddress: '127.0.0.1', port },
})

const usersIn = (home: Home): string => join(home.folder, 'users.acl')

/** Whom the server lets in, by hashes; gives whether that is other than before. */
const writeUsers = async (home: Home, tokens: readonly string[], adminPassword: string): Promise<boolean> => {
  const hash = (password: string) => `#${createHash('sha256').update(password).digest('hex')}`
  const everybody = tokens.length === 0 ? 'nopass' : tokens.map(hash).join(' ')
  const text = `user default on ${everybody} ~* &* +@all\nuser ${admin} on ${hash(adminPassword)} ~* &* +@all\n`
  if ((await readFile(usersIn(home), 'utf8').catch(() => '')) === text) return false
  await writeFile(usersIn(home), text, { mode: 0o600 })
  return true
}

const serverFlags = (home: Home, { tls }: CacheSpec): string[] =>
  Object.entries({
    bind: '127.0.0.1',
    port: tls ? '0' : String(home.port),
    ...(tls && {
      'tls-port': String(home.port),
      'tls-cert-file': home.files.certificate,
      'tls-key-file': home.files.key,
      'tls-ca-cert-file': home.files.ca,
      'tls-auth-clients': 'no',
    }),
    aclfile: usersIn(home),
    dir: home.data,
    appendonly: 'yes',
    save: '',
    daemonize: 'no',
  }).flatMap(([name, value]) => [`--${name}`, value])
