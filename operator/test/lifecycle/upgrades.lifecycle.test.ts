import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { partNames } from '@taskplatform/bootstrap/local/parts/names'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Upgrade } from '../../src/core/upgrade/upgrade.ts'
import { type Connection, connect } from '../../src/kube/connect.ts'
import { realClock } from '../../src/runtime/clock.ts'
import { type AwsEvent, alterOutside, awsEvents, awsResources, setFaults } from './aws.ts'
import { platformIn } from './cluster.ts'

// a step of Kubernetes takes three seconds, and twelve where it has to be caught in the middle
const timeScale = 0.005
const namespace = 'upgrades'
const region = 'ap-northeast-1'

const hourMs = 60 * 60 * 1000
const windowFrom = (startMs: number, hours: number) => {
  const start = new Date(startMs)
  const day = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'][start.getUTCDay()]
  return { maintenance: { window: { day, startUtc: start.toISOString().slice(11, 16), hours } } }
}
const open = windowFrom(Date.now() - hourMs, 24)
const closed = windowFrom(Date.now() + 48 * hourMs, 1)
const old = {
  profile: 'Development',
  region,
  cluster: { version: '1.34' },
  database: { engineVersion: '16' },
  cache: { engineVersion: '7.0' },
}
const newest = { ...old, cluster: { version: '1.36' } }

let stack: Stack
let connection: Connection
const ended = new AbortController()

beforeAll(async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-upgrades-'))
  stack = await startStack({ stateDir, parts: partNames, timeScale })
  connection = connect({ kubeconfigPath: stack.kubeconfigPath }, { clock: realClock, userAgent: 'lifecycle-test' })
})

afterAll(async () => {
  ended.abort(new Error('the tests have ended'))
  await connection?.close()
  await stack?.remove()
})

const tasks = () => platformIn(connection.client, namespace, ended.signal)

const upgradeOf = async (part: Upgrade['part']): Promise<Upgrade | undefined> =>
  (await tasks().get())?.status?.upgrades?.find((one) => one.part === part)

const upgradeIs = (part: Upgrade['part'], state: Upgrade['state'], to: string) =>
  tasks().wait(`the upgrade of ${part} to ${to} to be ${state}`, async () => {
    const upgrade = await upgradeOf(part)
    return upgrade?.state === state && upgrade.to === to && upgrade
  })

/** What AWS was made to change in versions, in order: `Cluster 1.35`. */
const versionChanges = async (): Promise<readonly (AwsEvent & { what: string })[]> =>
  (await awsEvents(stack, namespace)).flatMap((event) => {
    const { version, addonVersion, engineVersion } = event.changes ?? {}
    const changed = [version, engineVersion, /^v1\.\d+/.exec(String(addonVersion))?.[0]].find(
      (one) => one !== undefined,
    )
    return event.op === 'modified' && changed ? [{ ...event, what: `${event.kind} ${changed}` }] : []
  })

test('an upgrade over two minor versions is told, and waits for the maintenance window while the platform is Ready', async () => {
  await tasks().apply({ ...old, ...closed })
  await tasks().ready()
  await tasks().apply({ ...newest, ...closed })
  const waiting = await upgradeIs('Cluster', 'Waiting', '1.36')
  await tasks().ready()

  expect(waiting.steps.map(({ name, to }) => `${name} ${to}`)).toEqual([
    'control plane 1.35',
    'nodes 1.35',
    'add-ons 1.35',
    'control plane 1.36',
    'nodes 1.36',
    'add-ons 1.36',
  ])
  expect(Date.parse(waiting.notBefore ?? '')).toBeGreaterThan(Date.now())
  expect(await versionChanges()).toEqual([])
})

test('suspended in the middle of a step, AWS finishes that step and no other begins', async () => {
  await setFaults(stack, [{ type: 'slow', kind: 'Cluster', factor: 4 }])
  await tasks().apply({ ...newest, ...open })
  await tasks().wait('EKS to begin with the control plane', async () =>
    (await versionChanges()).some(({ what }) => what === 'Cluster 1.35'),
  )
  await tasks().apply({ ...newest, ...open, suspend: true })
  await setFaults(stack, [])
  await upgradeIs('Cluster', 'Held', '1.36')
  await tasks().wait('the control plane to be there', async () => {
    const [cluster] = await tasks().managed('Cluster')
    const { version, status } = cluster?.status?.atProvider ?? {}
    return version === '1.35' && status === 'ACTIVE'
  })
  expect((await versionChanges()).map(({ what }) => what)).toEqual(['Cluster 1.35'])
})

test('resumed, it goes on in order: one minor version at a time, control plane, nodes, add-ons', async () => {
  await tasks().apply({ ...newest, ...open })
  await upgradeIs('Cluster', 'Done', '1.36')
  const { status } = await tasks().ready()
  expect(status?.versions?.['kubernetes']).toBe('1.36')

  const changes = (await versionChanges()).filter(({ kind }) => ['Cluster', 'NodeGroup', 'Addon'].includes(kind))
  const steps = ['Cluster 1.35', 'NodeGroup 1.35', 'Addon v1.', 'Cluster 1.36', 'NodeGroup 1.36', 'Addon v1.']
  const order = changes.map(({ what }) => what.replace(/^Addon v1\.\d+/, 'Addon v1.'))
  expect(order.filter((what, index) => what !== order[index - 1])).toEqual(steps)
  // nothing begins before AWS is done with what comes before it
  const kinds = changes.map(({ kind }) => kind)
  changes.forEach(({ at }, index) => {
    const earlier = changes.slice(0, index).filter((_, before) => kinds[before] !== kinds[index])
    for (const { doneAt } of earlier) expect(at).toBeGreaterThanOrEqual(doneAt)
  })
  expect((await awsEvents(stack, namespace)).filter(({ op }) => op === 'replacement-refused')).toEqual([])
})

test('a database goes to its next major version after a snapshot, with leave for that time only; the cache goes along', async () => {
  const next = { ...newest, ...open, database: { engineVersion: '17' }, cache: { engineVersion: '7.1' } }
  await tasks().apply(next)
  const done = await upgradeIs('Database', 'Done', '17')
  await upgradeIs('Cache', 'Done', '7.1')
  const { status } = await tasks().ready()
  expect(status?.versions).toMatchObject({ postgresql: expect.stringMatching(/^17\./), redis: '7.1.0' })

  const events = await awsEvents(stack, namespace)
  const snapshot = events.find(({ op, kind }) => op === 'created' && kind === 'DBSnapshot')
  const upgrade = (await versionChanges()).find(({ what }) => what === 'Instance 17')
  expect(upgrade?.changes).toMatchObject({ allowMajorVersionUpgrade: true, applyImmediately: true })
  expect(upgrade?.at).toBeGreaterThanOrEqual(snapshot?.doneAt ?? Number.POSITIVE_INFINITY)
  const [name] = (await awsResources(stack)).filter(({ kind }) => kind === 'DBSnapshot').map(({ id }) => id)
  expect(done.message).toContain(`snapshot ${name} holds the data as it was before`)
  const [instance] = await tasks().managed('Instance')
  expect(instance?.spec.forProvider).toMatchObject({ allowMajorVersionUpgrade: false, applyImmediately: false })
})

test('a minor version that RDS raises by itself is shown, and is no drift', async () => {
  const [instance] = (await awsResources(stack)).filter(({ kind }) => kind === 'Instance')
  if (!instance) throw new Error('there is no instance in AWS')
  const before = (await awsEvents(stack, namespace)).length
  await alterOutside(stack, instance, { engineVersionActual: '17.11' })
  await tasks().wait('the status to show the minor version', async () => {
    const stored = await tasks().get()
    return stored?.status?.versions?.['postgresql'] === '17.11'
  })
  await tasks().ready()
  expect((await awsEvents(stack, namespace)).slice(before)).toEqual([])
  expect((await upgradeOf('Database'))?.to).toBe('17')
})

test('a second edit takes the place of the first, while AWS is still at that', async () => {
  const current = { ...newest, ...open, database: { engineVersion: '17' }, cache: { engineVersion: '7.1' } }
  const withTypes = (...instanceTypes: string[]) => ({
    ...current,
    cluster: { version: '1.36', nodeGroups: [{ name: 'general', instanceTypes, size: { min: 2, max: 4 } }] },
  })
  const created = async (type: string) =>
    (await awsEvents(stack, namespace)).find(
      ({ op, kind, attributes }) =>
        op === 'created' && kind === 'NodeGroup' && String(attributes?.['instanceTypes']) === type,
    )
  await setFaults(stack, [{ type: 'slow', kind: 'NodeGroup', factor: 20 }])
  await tasks().apply(withTypes('t3.large'))
  await tasks().wait('EKS to begin with the first edit', () => created('t3.large'))
  await setFaults(stack, [])
  await tasks().apply(withTypes('m5.large'))
  await tasks().ready()
  const [first, second, last] = [await created('t3.medium'), await created('t3.large'), await created('m5.large')]
  expect(last?.doneAt).toBeLessThan(second?.doneAt ?? 0)

  await tasks().wait('the other node groups to be gone', async () => (await tasks().managed('NodeGroup')).length === 1)
  const [group] = await tasks().managed('NodeGroup')
  expect(group?.spec.forProvider['instanceTypes']).toEqual(['m5.large'])
  const drained = (await awsEvents(stack, namespace)).find(
    ({ op, owner }) => op === 'deleted' && owner === first?.owner,
  )
  expect(drained?.at).toBeGreaterThanOrEqual(last?.doneAt ?? Number.POSITIVE_INFINITY)
})
