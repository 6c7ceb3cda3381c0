import { describe, expect, test } from 'vitest'
import { outOfWindow, pass, type Running } from '../../../test/builders/upgrading.ts'
import type { Upgrade } from './upgrade.ts'

const postgres = (engineVersion: string) => ({ database: { engineVersion } })
const database = (spec: object, engineVersion: string, more: object = {}): Running => ({
  database: { spec, status: { engineVersion, ...more } },
})
const only = ({ upgrades }: ReturnType<typeof pass>): Upgrade | undefined => upgrades[0]
const states = (upgrade: Upgrade | undefined) =>
  upgrade?.steps.map(({ name, to, state }) => `${name} ${to} ${state}`) ?? []
const askedIn = ({ platform }: ReturnType<typeof pass>) => ({
  engineVersion: platform.spec.database.engineVersion,
  holdUpgrade: platform.spec.database.holdUpgrade ?? false,
})

describe('PostgreSQL from 16 to 17', () => {
  const on16 = database({ engineVersion: '16', holdUpgrade: false }, '16.14')
  const held = { engineVersion: '17', holdUpgrade: true }
  const saved = { upgradeSnapshotIdentifier: 'tasks-before-17' }
  const { upgrades: before } = pass(postgres('17'), on16)

  test.each([
    {
      why: 'it is told first',
      running: on16,
      before: [],
      asked: { engineVersion: '16', holdUpgrade: false },
      state: 'Planned',
    },
    { why: 'the snapshot begins', running: on16, before, asked: held, state: 'Running' },
    { why: 'it is being taken', running: database(held, '16.14'), before, asked: held, state: 'Running' },
    {
      why: 'with the snapshot there, the instance goes',
      running: database(held, '16.14', saved),
      before,
      asked: { engineVersion: '17', holdUpgrade: false },
      state: 'Running',
    },
    {
      why: 'it is on its way',
      running: database({ engineVersion: '17', holdUpgrade: false }, '16.14', saved),
      before,
      asked: { engineVersion: '17', holdUpgrade: false },
      state: 'Running',
    },
    {
      why: 'it has arrived',
      running: database({ engineVersion: '17', holdUpgrade: false }, '17.10', saved),
      before,
      asked: { engineVersion: '17', holdUpgrade: false },
      state: 'Done',
    },
  ])('$why', ({ running, before, asked, state }) => {
    const guided = pass(postgres('17'), running, { before })
    expect(askedIn(guided)).toEqual(asked)
    expect(only(guided)?.state).toBe(state)
  })

  test.each([
    { why: 'before the snapshot', running: on16, asked: { engineVersion: '16', holdUpgrade: false } },
    { why: 'after the snapshot', running: database(held, '16.14', saved), asked: held },
  ])('waits for the window $why', ({ running, asked }) => {
    const guided = pass(postgres('17'), running, { before, now: outOfWindow })
    expect(askedIn(guided)).toEqual(asked)
    expect(only(guided)).toMatchObject({ state: 'Waiting', notBefore: '2026-11-29T18:00:00Z' })
  })

  test('says where the data is as it was, also afterwards', () => {
    const running = database({ engineVersion: '17', holdUpgrade: false }, '17.10', saved)
    expect(only(pass(postgres('17'), running, { before }))?.message).toBe(
      'Database went from 16 to 17; snapshot tasks-before-17 holds the data as it was before',
    )
  })

  test('refused by RDS, it says that nothing is lost and what to do', () => {
    const refused: Running = {
      database: {
        spec: { engineVersion: '17', holdUpgrade: false },
        status: { engineVersion: '16.14', ...saved },
        failed: 'Instance tasks: PreUpgradeCheckFailed',
      },
    }
    expect(only(pass(postgres('17'), refused, { before }))).toMatchObject({
      state: 'Held',
      message: expect.stringMatching(/PreUpgradeCheckFailed; PostgreSQL 16 goes on .* tasks-before-17/),
    })
  })

  test('a minor version that RDS raises is no upgrade', () => {
    const guided = pass(postgres('17'), database({ engineVersion: '17', holdUpgrade: false }, '17.11'))
    expect(guided.upgrades).toEqual([])
    expect(askedIn(guided)).toEqual({ engineVersion: '17', holdUpgrade: false })
  })

  test('a newer target takes the place of a snapshot, and waits for an instance that is on its way', () => {
    expect(states(only(pass(postgres('18'), database(held, '16.14', saved), { before })))).toEqual([
      'snapshot 18 Planned',
      'engine 18 Planned',
    ])
    const going = database({ engineVersion: '17', holdUpgrade: false }, '16.14', saved)
    const guided = pass(postgres('18'), going, { before })
    expect(askedIn(guided)).toEqual({ engineVersion: '17', holdUpgrade: false })
    expect(states(only(guided))).toEqual([
      'snapshot 17 Done',
      'engine 17 Running',
      'snapshot 18 Planned',
      'engine 18 Planned',
    ])
  })
})

describe('Redis from 7.0 to 7.1', () => {
  const spec = { cache: { engineVersion: '7.1' } }
  const on70: Running = { cache: { spec: { engineVersion: '7.0' }, status: { engineVersion: '7.0.7' } } }
  const { upgrades: before } = pass(spec, on70)
  const asked = ({ platform }: ReturnType<typeof pass>) => platform.spec.cache.engineVersion

  test('is told, then begun in the window, then done', () => {
    expect(before).toMatchObject([{ part: 'Cache', from: '7.0', to: '7.1', state: 'Planned' }])
    expect(asked(pass(spec, on70))).toBe('7.0')
    expect(asked(pass(spec, on70, { before, now: outOfWindow }))).toBe('7.0')
    expect(asked(pass(spec, on70, { before }))).toBe('7.1')
    const on71: Running = { cache: { spec: { engineVersion: '7.1' }, status: { engineVersion: '7.1.0' } } }
    expect(only(pass(spec, on71, { before }))).toMatchObject({ state: 'Done' })
  })
})
