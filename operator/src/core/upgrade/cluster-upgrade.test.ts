import { describe, expect, test } from 'vitest'
import { inWindow, outOfWindow, pass, quiet, type Running } from '../../../test/builders/upgrading.ts'
import type { Upgrade } from './upgrade.ts'

const to = (version: string) => ({ cluster: { version } })
const at = (controlPlane: string, nodes = controlPlane, addons: string | undefined = nodes) => ({
  version: controlPlane,
  nodesVersion: nodes,
  ...(addons ? { addonsVersion: addons } : {}),
})
const still = (version: string): Running => ({ cluster: { spec: { version }, status: at(version) } })

const askedIn = ({ platform }: ReturnType<typeof pass>) => {
  const { version, holdNodesAt, holdAddonsAt } = platform.spec.cluster
  return { version, ...(holdNodesAt ? { holdNodesAt } : {}), ...(holdAddonsAt ? { holdAddonsAt } : {}) }
}
const only = ({ upgrades }: ReturnType<typeof pass>): Upgrade | undefined => upgrades[0]
const states = (upgrade: Upgrade | undefined) =>
  upgrade?.steps.map(({ name, to, state }) => `${name} ${to} ${state}`) ?? []

/** What was told in the pass before, so that the next one may act. */
const told = (spec: Record<string, unknown>, running: Running) => pass(spec, running).upgrades

describe('from 1.34 to 1.36', () => {
  // everything that is asked for is done before the next pass; `asks` are the specs that the layer was given, in order
  const asks: object[] = []
  const messages: string[] = []
  let running = still('1.34')
  let before: readonly Upgrade[] = []
  for (let round = 0; round < 30; round++) {
    const guided = pass(to('1.36'), running, { before })
    const asked = askedIn(guided)
    if (JSON.stringify(asked) !== JSON.stringify(asks.at(-1) ?? running.cluster?.spec)) asks.push(asked)
    before = guided.upgrades
    const message = only(guided)?.message ?? ''
    if (messages.at(-1) !== message) messages.push(message)
    const { version, holdNodesAt = version, holdAddonsAt = version } = asked
    running = { cluster: { spec: asked, status: at(version, holdNodesAt, holdAddonsAt) } }
  }

  test('goes one minor version at a time, control plane before nodes before add-ons', () =>
    expect(asks).toEqual([
      { version: '1.35', holdNodesAt: '1.34', holdAddonsAt: '1.34' },
      { version: '1.35', holdAddonsAt: '1.34' },
      { version: '1.35' },
      { version: '1.36', holdNodesAt: '1.35', holdAddonsAt: '1.35' },
      { version: '1.36', holdAddonsAt: '1.35' },
      { version: '1.36' },
    ]))

  test('says each step, and ends', () => {
    expect(before).toMatchObject([{ part: 'Cluster', from: '1.34', to: '1.36', state: 'Done' }])
    expect(messages.at(-1)).toBe('Cluster went from 1.34 to 1.36')
    expect(messages.filter((message) => message.startsWith('nodes'))).toEqual([
      'nodes from 1.34 to 1.35',
      'nodes from 1.35 to 1.36',
    ])
  })
})

describe('a step begins', () => {
  test('only after the status has told it', () => {
    const first = pass(to('1.36'), still('1.34'))
    expect(askedIn(first)).toEqual({ version: '1.34' })
    expect(only(first)).toMatchObject({ state: 'Planned', from: '1.34', to: '1.36' })
    expect(states(only(first))).toEqual([
      'control plane 1.35 Planned',
      'nodes 1.35 Planned',
      'add-ons 1.35 Planned',
      'control plane 1.36 Planned',
      'nodes 1.36 Planned',
      'add-ons 1.36 Planned',
    ])
    expect(first.lookAgainAt).toEqual(inWindow)

    const second = pass(to('1.36'), still('1.34'), { before: first.upgrades })
    expect(askedIn(second)).toEqual({ version: '1.35', holdNodesAt: '1.34', holdAddonsAt: '1.34' })
    expect(only(second)?.state).toBe('Running')
  })

  test('only in the maintenance window, whose start is told', () => {
    const before = told(to('1.35'), still('1.34'))
    const waiting = pass(to('1.35'), still('1.34'), { now: outOfWindow, before })
    expect(askedIn(waiting)).toEqual({ version: '1.34' })
    expect(only(waiting)).toMatchObject({
      state: 'Waiting',
      message: expect.stringContaining('waits for the maintenance window (Sunday 18:00 UTC, 4 hours)'),
      notBefore: '2026-11-29T18:00:00Z',
    })
    expect(waiting.lookAgainAt).toEqual(new Date('2026-11-29T18:00:00Z'))
  })

  const upgraded: Running = {
    cluster: { spec: { version: '1.35', holdNodesAt: '1.34', holdAddonsAt: '1.34' }, status: at('1.35', '1.34') },
  }
  const blocking = { namespace: 'shop', name: 'web', disruptionsAllowed: 0, expectedPods: 2 }

  test.each([
    {
      why: 'a PodDisruptionBudget lets no pod go',
      running: upgraded,
      workload: { ...quiet, budgets: [blocking] },
      says: 'nodes from 1.34 to 1.35 PodDisruptionBudget shop/web lets no pod go',
    },
    {
      why: 'the cluster is unwell',
      running: { cluster: { ...upgraded.cluster, well: false } },
      workload: quiet,
      says: 'control plane',
    },
    {
      why: 'the subnets are full',
      running: still('1.34'),
      workload: { ...quiet, freeAddresses: 4 },
      says: 'EKS needs 5 free addresses',
    },
  ])('not while $why', ({ running, workload, says }) => {
    const before = told(to('1.35'), running)
    const held = pass(to('1.35'), running, { before, workload })
    expect(askedIn(held)).toEqual(running.cluster?.spec)
    expect(only(held)?.message).toContain(says)
  })

  test.each([
    { why: 'a budget lets one go', budgets: [{ ...blocking, disruptionsAllowed: 1 }] },
    { why: 'a budget covers no pod', budgets: [{ ...blocking, expectedPods: 0 }] },
    { why: 'the cluster cannot be seen, and EKS itself is careful', budgets: undefined },
  ])('when $why', ({ budgets }) => {
    const before = told(to('1.35'), upgraded)
    expect(askedIn(pass(to('1.35'), upgraded, { before, workload: { ...quiet, budgets } }))).toEqual({
      version: '1.35',
      holdAddonsAt: '1.34',
    })
  })

  test('a budget that holds is looked at again', () => {
    const before = told(to('1.35'), upgraded)
    const held = pass(to('1.35'), upgraded, { before, workload: { ...quiet, budgets: [blocking] } })
    expect(only(held)?.state).toBe('Held')
    expect(held.lookAgainAt).toEqual(new Date(inWindow.getTime() + 60_000))
  })

  test('and the plan says what nobody can know', () => {
    const unseen = { budgets: undefined, freeAddresses: undefined }
    expect(only(pass(to('1.35'), still('1.34'), { workload: unseen }))?.message).toBe(
      'control plane from 1.34 to 1.35 comes next; not known: PodDisruptionBudgets, because the cluster cannot be reached; free addresses in the subnets, of which EKS needs 5',
    )
  })
})

describe('a step that has begun', () => {
  const moving: Running = {
    cluster: {
      spec: { version: '1.35', holdNodesAt: '1.34', holdAddonsAt: '1.34' },
      status: at('1.34'),
      well: false,
    },
  }

  test('is finished outside of the window, and the next one waits', () => {
    const before = told(to('1.36'), still('1.34'))
    const running = pass(to('1.36'), moving, { now: outOfWindow, before })
    expect(askedIn(running)).toEqual(moving.cluster?.spec)
    expect(only(running)).toMatchObject({ state: 'Running', message: 'control plane from 1.34 to 1.35' })
    const arrived = { cluster: { spec: moving.cluster?.spec ?? {}, status: at('1.35', '1.34') } }
    expect(only(pass(to('1.36'), arrived, { now: outOfWindow, before: running.upgrades }))).toMatchObject({
      state: 'Waiting',
      message: expect.stringContaining('nodes from 1.34 to 1.35 waits'),
    })
  })

  test('is told as held when AWS refuses it, with what to do', () => {
    const refused = { cluster: { ...moving.cluster, failed: 'Cluster tasks: InvalidParameterException' } }
    expect(only(pass(to('1.35'), refused, { before: told(to('1.35'), still('1.34')) }))).toMatchObject({
      state: 'Held',
      message: expect.stringMatching(/InvalidParameterException; EKS leaves the control plane as it was/),
    })
  })

  test('is not forgotten with the status', () => {
    const recalled = pass(to('1.36'), moving)
    expect(askedIn(recalled)).toEqual(moving.cluster?.spec)
    expect(states(only(recalled))[0]).toBe('control plane 1.35 Running')
  })

  test('is not undone by a newer target, which takes the place of what has not begun', () => {
    const before = told(to('1.35'), still('1.34'))
    const newer = pass(to('1.36'), moving, { before })
    expect(askedIn(newer)).toEqual(moving.cluster?.spec)
    expect(only(newer)).toMatchObject({ from: '1.34', to: '1.36', state: 'Running' })
    expect(states(only(newer))).toHaveLength(6)
  })
})

describe('what stands still', () => {
  test.each([
    { why: 'the versions are those of the spec', running: still('1.36'), asked: { version: '1.36' } },
    { why: 'there is no cluster yet', running: {}, asked: { version: '1.36' } },
  ])('is asked for as it is: $why', ({ running, asked }) => {
    const guided = pass(to('1.36'), running)
    expect(askedIn(guided)).toEqual(asked)
    expect(guided.upgrades).toEqual([])
    expect(guided.lookAgainAt).toBeUndefined()
  })

  test('a cluster that is still being made waits for its upgrade', () => {
    const making = { cluster: { spec: { version: '1.35' }, status: {}, well: false } }
    const guided = pass(to('1.36'), making, { before: told(to('1.36'), making) })
    expect(askedIn(guided)).toEqual({ version: '1.35' })
    expect(only(guided)).toMatchObject({ state: 'Held', message: expect.stringContaining('until everything is well') })
  })

  test('what was done last stays readable', () => {
    const done: Upgrade = { part: 'Cluster', from: '1.35', to: '1.36', state: 'Done', message: 'done', steps: [] }
    expect(pass(to('1.36'), still('1.36'), { before: [done] }).upgrades).toEqual([done])
  })
})

test('a version that EKS raised by itself takes nodes and add-ons along, in the window', () => {
  const raised: Running = { cluster: { spec: { version: '1.35' }, status: at('1.36', '1.35') } }
  const first = pass(to('1.35'), raised, { now: outOfWindow })
  expect(askedIn(first)).toEqual({ version: '1.35' })
  expect(states(only(first))).toEqual(['control plane 1.36 Done', 'nodes 1.36 Planned', 'add-ons 1.36 Planned'])
  const planned = pass(to('1.35'), raised)
  expect(askedIn(pass(to('1.35'), raised, { before: planned.upgrades }))).toEqual({
    version: '1.36',
    holdAddonsAt: '1.35',
  })
})
