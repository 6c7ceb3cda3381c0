import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KubeObject } from '@taskplatform/operator/kube/resource'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectTo } from '../cluster.ts'
import { localConfig } from '../config.ts'
import { kinds } from '../install/resources.ts'
import { layoutOf } from '../layout.ts'
import { findLeftovers } from '../leftovers.ts'
import { partNames } from '../parts/names.ts'
import { claimFreePorts } from '../ports.ts'
import { signalProcess } from '../process/identity.ts'
import { readRecord, readRecords } from '../process/record.ts'
import { until } from '../until.ts'
import { down } from './down.ts'
import { up } from './up.ts'

const { signal } = new AbortController()
const ports = await claimFreePorts()
const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-up-'))
const config = { ...localConfig(), stateDir, portBase: ports.base, timeScale: 0, plain: true }
const layout = layoutOf(stateDir)

const pids = () => Object.fromEntries(readRecords(layout.records).map(({ part, identity }) => [part, identity?.pid]))
const platforms = async () => {
  const { client, close } = connectTo(layout.kubeconfig)
  try {
    const { items } = await client.list<KubeObject>(kinds.taskPlatform, {}, { signal })
    return items.map(({ metadata }) => `${metadata?.name} ${metadata?.uid}`)
  } finally {
    await close()
  }
}

let first: { pids: ReturnType<typeof pids>; platforms: string[] }
beforeAll(async () => {
  await up(config, signal)
  first = { pids: pids(), platforms: await platforms() }
})
afterAll(async () => {
  await down(config, signal)
  ports.release()
})

test('one command gives a platform that is Ready, and every part runs', () => {
  expect(first.platforms).toHaveLength(1)
  expect(Object.keys(first.pids).sort()).toEqual(['supervisor', ...partNames].sort())
})

test('done again it starts nothing and makes nothing twice', async () => {
  await up(config, signal)
  expect({ pids: pids(), platforms: await platforms() }).toEqual(first)
})

test.each(['function', 'crossplane', 'twin', 'operator'] as const)('%s comes back after kill -9', async (part) => {
  const record = readRecord(layout.recordOf(part))
  if (!record?.identity) throw new Error(`${part} has no process`)
  signalProcess(record.identity, 'SIGKILL')
  const isBack = () => {
    const now = readRecord(layout.recordOf(part))
    return now?.state === 'ready' && now.restarts > record.restarts
  }
  await until(isBack, { what: `${part} to be back`, deadlineMs: 60_000, signal })
})

test('what a killed supervisor left half dead is repaired, on the same data', async () => {
  for (const part of ['supervisor', 'operator', 'etcd'] as const) {
    const identity = readRecord(layout.recordOf(part))?.identity
    if (identity) signalProcess(identity, 'SIGKILL')
  }
  await up(config, signal)
  expect(await platforms()).toEqual(first.platforms)
  expect(pids()['supervisor']).not.toBe(first.pids['supervisor'])
})

test('down leaves no process and no file, and twice is no error', async () => {
  expect(await down(config, signal)).toEqual([
    'supervisor',
    ...partNames.toReversed().filter((part) => part !== 'install'),
  ])
  expect(findLeftovers(layout)).toEqual([])
  expect(existsSync(stateDir)).toBe(false)
  expect(await down(config, signal)).toEqual([])
})
