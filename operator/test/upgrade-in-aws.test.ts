import { renderingIn } from '@taskplatform/bootstrap/twin/test/rendered'
import { testAccount } from '@taskplatform/bootstrap/twin/test/test-account'
import { compose } from '@taskplatform/compositions/layers'
import type { Observed } from '@taskplatform/compositions/observed'
import { expect, test } from 'vitest'
import { reconcileTaskPlatform } from '../src/controllers/taskplatform/reconcile.ts'
import type { Composite } from '../src/core/composite.ts'
import { cache } from '../src/core/layers/cache.ts'
import { cluster } from '../src/core/layers/cluster.ts'
import { database } from '../src/core/layers/database.ts'
import { network } from '../src/core/layers/network.ts'
import { installation } from './builders/installation.ts'
import { claimedPlatform } from './builders/stored-platform.ts'
import { createFakeClock } from './memory/clock.ts'
import { createMemoryEvents } from './memory/events.ts'
import { createMemoryLog } from './memory/log.ts'
import { managementCluster } from './memory/management-cluster.ts'
import { workloadCluster } from './memory/workload-cluster.ts'

const layers = [network, cluster, database, cache]
const inWindow = Date.parse('2026-11-29T19:00:00Z')
const specOf = (kubernetes: string, postgres: string, redis: string) => ({
  profile: 'Development',
  region: 'ap-northeast-1',
  cluster: { version: kubernetes },
  database: { engineVersion: postgres },
  cache: { engineVersion: redis },
})

/** A platform whose composites are composed, and made in the twin's AWS, between the passes of the operator. */
function platformInAws() {
  const management = managementCluster(claimedPlatform({ spec: specOf('1.34', '16', '7.0') }))
  const aws = testAccount()
  const makers = new Map(
    layers.map(({ name }) => [
      name,
      renderingIn(aws, { 'tasks-cache-auth-token/auth-token': 'sixteen-letters-or-more' }),
    ]),
  )
  const ports = {
    ...management,
    ...workloadCluster(),
    clock: createFakeClock(inWindow),
    events: createMemoryEvents(),
    log: createMemoryLog(),
  }
  const judge = () => ({ passed: 86, failed: 0, excepted: 0, findings: [] })
  const reconcile = reconcileTaskPlatform(ports, { layers, installation, judge })

  const makeLayer = async (layer: (typeof layers)[number]) => {
    const composite = management.composites.cached(layer, { namespace: 'team-tasks', name: 'tasks' })
    if (!composite) return
    const make = (observed: object) => compose(composite, observed as Observed)
    let status: object = {}
    const complaints = await makers.get(layer.name)?.make((observed) => {
      const composition = make(observed)
      status = composition.status
      return composition
    })
    expect(complaints).toEqual([])
    management.change(layer.name, (stored: Composite) => ({ ...stored, status: { ...stored.status, ...status } }))
  }
  const pass = async () => {
    await reconcile('team-tasks/tasks', new AbortController().signal)
    for (const layer of layers) await makeLayer(layer)
  }
  const settle = async () => {
    for (let passes = 0; passes < 30; passes++) {
      management.takeWrites()
      await pass()
      if (passes > 1 && management.takeWrites().length === 0) return
    }
    throw new Error(`never settles: ${JSON.stringify(management.stored()?.status?.upgrades)}`)
  }
  return {
    settle,
    edit: (spec: object) => management.edit((stored) => ({ ...stored, spec })),
    status: () => management.stored()?.status,
    entries: aws.entries,
  }
}

test('all three parts go to their newest versions, in the order in which AWS is asked', async () => {
  const { settle, edit, status, entries } = platformInAws()
  await settle()
  expect(status()?.versions).toMatchObject({ kubernetes: '1.34', postgresql: '16.14', redis: '7.0.7' })
  const before = entries.length

  edit(specOf('1.36', '18', '7.1'))
  await settle()
  expect(status()?.versions).toMatchObject({ kubernetes: '1.36', postgresql: '18.4', redis: '7.1.0' })
  expect(status()?.upgrades?.map(({ part, state }) => `${part} ${state}`)).toEqual([
    'Cluster Done',
    'Database Done',
    'Cache Done',
  ])

  const asked = entries.slice(before).flatMap((entry) => {
    if (entry.op === 'created') return entry.resource.kind === 'DBSnapshot' ? ['DBSnapshot'] : []
    if (entry.op !== 'modified') return []
    const { version, addonVersion, engineVersion } = entry.changes
    const to = [version, engineVersion, /v1\.\d+/.exec(String(addonVersion))?.[0]].find((one) => one !== undefined)
    return to ? [`${entry.kind} ${to}`] : []
  })
  const of = (...kinds: readonly string[]) => asked.filter((one) => kinds.some((kind) => one.startsWith(kind)))
  expect(of('Cluster', 'NodeGroup', 'Addon')).toEqual([
    'Cluster 1.35',
    'NodeGroup 1.35',
    'Addon v1.35',
    'Addon v1.13',
    'Cluster 1.36',
    'NodeGroup 1.36',
    'Addon v1.36',
    'Addon v1.14',
  ])
  expect(of('DBSnapshot', 'Instance')).toEqual(['DBSnapshot', 'Instance 18'])
  expect(of('ReplicationGroup')).toEqual(['ReplicationGroup 7.1'])
  expect(entries.filter(({ op }) => op === 'refused' || op === 'replacement-refused')).toEqual([])
})
