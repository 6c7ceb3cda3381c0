import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { identityOf, isAlive, type ProcessIdentity } from '../../local/process/identity.ts'
import { writeRecord } from '../../local/process/record.ts'
import { endRecorded, hasProcesses, keepProcess } from './keep-process.ts'

const { signal } = new AbortController()
let folder = ''
let port = 0

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keep-process-'))
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  port = (server.address() as { port: number }).port
  await new Promise((closed) => server.close(closed))
})

afterEach(async () => {
  await endRecorded(folder)
  await rm(folder, { recursive: true, force: true })
})

const server = (more: readonly string[] = []) => ({
  command: process.execPath,
  args: ['-e', `require('node:http').createServer((_, r) => r.end()).listen(${port}, '127.0.0.1')`, ...more],
  probe: { url: `http://127.0.0.1:${port}/` },
  readyMs: 10_000,
  graceMs: 2_000,
})

const keep = (more?: readonly string[]) => keepProcess('server', server(more), { folder, env: {} }, signal)

/** What a killed twin leaves: a process, and its record. */
const leave = (more?: readonly string[]): ProcessIdentity => {
  const { command, args } = server(more)
  const child = spawn(command, args)
  const identity = identityOf(child.pid ?? 0)
  if (!identity) throw new Error('the process did not start')
  const record = { part: 'server', state: 'ready' as const, identity, command: [command, ...args], restarts: 0 }
  writeRecord(join(folder, 'run', 'server.json'), record)
  return identity
}

test('a process that an earlier twin left is taken over', async () => {
  const left = leave()
  const kept = await keep()
  expect(kept.identity()).toEqual(left)
  await kept.stop()
  expect([isAlive(left), hasProcesses(folder)]).toEqual([false, false])
})

test('and is started again when it dies', async () => {
  const left = leave()
  const kept = await keep()
  await kept.kill()
  await kept.ready(signal)
  expect(kept.identity()).not.toEqual(left)
  await kept.stop()
})

test('one that was started otherwise makes room', async () => {
  const left = leave(['--', 'otherwise'])
  const kept = await keep()
  expect(isAlive(left)).toBe(false)
  expect(kept.identity()).not.toEqual(left)
  await kept.stop()
})

test('what nobody keeps is ended by its record', async () => {
  const left = leave()
  await endRecorded(folder, ['server'])
  expect(isAlive(left)).toBe(false)
})
