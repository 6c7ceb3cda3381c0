import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { localConfig } from '../config.ts'
import { layoutOf } from '../layout.ts'
import { endLeftovers, findLeftovers } from '../leftovers.ts'
import { claimFreePorts } from '../ports.ts'
import { isAlive, signalProcess } from '../process/identity.ts'
import { readRecord } from '../process/record.ts'
import { until } from '../until.ts'
import { liveSupervisor, partReady, startSupervisor } from './supervise.ts'

const { signal } = new AbortController()
const parts = ['etcd', 'kube-apiserver', 'kube-controller-manager'] as const
const layout = layoutOf(await mkdtemp(join(tmpdir(), 'taskplatform-supervisor-')))
const ports = await claimFreePorts()

const start = async () => {
  await startSupervisor(layout, localConfig(), { portBase: ports.base, timeScale: 0 }, parts)
  for (const part of parts) await partReady(layout, part, performance.now(), signal)
}
const identityOf = (part: (typeof parts)[number] | 'supervisor') => {
  const identity = readRecord(layout.recordOf(part))?.identity
  if (!identity) throw new Error(`${part} has no process`)
  return identity
}

beforeAll(start)
afterAll(async () => {
  await endLeftovers(layout, signal)
  await rm(layout.stateDir, { recursive: true, force: true })
  ports.release()
})

test.each(parts)('the supervisor starts %s again after kill -9', async (part) => {
  const before = identityOf(part)
  signalProcess(before, 'SIGKILL')
  const isNew = () => {
    const record = readRecord(layout.recordOf(part))
    return record?.state === 'ready' && record.identity?.pid !== before.pid && record
  }
  const record = await until(isNew, { what: `${part} to be back`, deadlineMs: 60_000, signal })
  expect(record.restarts).toBeGreaterThan(0)
})

test('a supervisor that was killed with -9 leaves parts that are recognised and ended, and can be started anew', async () => {
  signalProcess(identityOf('supervisor'), 'SIGKILL')
  await until(() => !liveSupervisor(layout), { what: 'the supervisor to be gone', deadlineMs: 10_000, signal })
  expect(findLeftovers(layout).map(({ part }) => part)).toEqual(parts.toReversed())
  await endLeftovers(layout, signal)
  expect(findLeftovers(layout)).toEqual([])
  await start()
  expect(isAlive(identityOf('kube-apiserver'))).toBe(true)
})

test('parts are found by their mark even when their records are gone', async () => {
  await rm(layout.records, { recursive: true })
  const found = findLeftovers(layout).map(({ part }) => part)
  expect(found).toEqual(['supervisor', ...parts.toReversed()])
})

test('ending leaves no process, and ending twice is no error', async () => {
  const ended = await endLeftovers(layout, signal)
  expect(ended.length).toBeGreaterThan(0)
  expect(findLeftovers(layout)).toEqual([])
  expect(await endLeftovers(layout, signal)).toEqual([])
  await rm(layout.stateDir, { recursive: true, force: true })
  expect(existsSync(layout.stateDir)).toBe(false)
})
