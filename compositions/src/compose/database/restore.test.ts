import { describe, expect, test } from 'vitest'
import { plainDatabase } from '../../../test/data.ts'
import { settled } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { Composition } from '../../composition.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import { composeDatabase } from './database.ts'

type Composite = ReturnType<typeof plainDatabase>

const instance = ({ resources }: Composition) => resources['instance']?.resource.spec

const made = (composite: Composite) => settled(composite)

const fromSnapshot = plainDatabase({ restore: { snapshotIdentifier: 'tasks-final' } })
const fromMoment = plainDatabase({
  restore: { pointInTime: '2026-11-20T08:30:00Z', sourceInstanceIdentifier: 'tasks-before' },
})

describe('a database that is made from another', () => {
  test.each([
    { why: 'a snapshot', composite: fromSnapshot, origin: { snapshotIdentifier: 'tasks-final' } },
    {
      why: 'a moment in the life of an instance',
      composite: fromMoment,
      origin: {
        restoreToPointInTime: { restoreTime: '2026-11-20T08:30:00Z', sourceDbInstanceIdentifier: 'tasks-before' },
      },
    },
    {
      why: 'empty strings, which mean nothing',
      composite: plainDatabase({ restore: { snapshotIdentifier: '', pointInTime: '' } }),
      origin: undefined,
    },
  ])('$why: asked for at creation only', ({ composite, origin }) => {
    const spec = instance(made(composite).composition)
    expect(spec?.initProvider).toEqual(origin)
    expect(spec?.forProvider).not.toHaveProperty('snapshotIdentifier')
    expect(spec?.forProvider).not.toHaveProperty('restoreToPointInTime')
  })

  test('name, user and storage key come with the snapshot; the rest is ours', () => {
    const forProvider = instance(made(fromSnapshot).composition)?.forProvider
    for (const field of ['dbName', 'username', 'kmsKeyIdRef']) expect(forProvider).not.toHaveProperty(field)
    expect(forProvider).toMatchObject({ storageEncrypted: true, manageMasterUserPassword: true })
  })
})

test('a size is asked for when that of the snapshot is known, and never a smaller one', () => {
  const rounds = roundsOf(fromSnapshot)
  const first = rounds.find(({ composition }) => instance(composition))?.composition as Composition
  expect(instance(first)?.forProvider).not.toHaveProperty('allocatedStorage')
  const { observed } = made(fromSnapshot)
  const one = observed['instance'] as ManagedResource
  const large = { ...one, status: { ...one.status, atProvider: { ...one.status?.atProvider, allocatedStorage: 64 } } }
  expect(instance(composeDatabase(fromSnapshot, { ...observed, instance: large }))?.forProvider).toMatchObject({
    allocatedStorage: 64,
  })
})

describe('once it is made', () => {
  test.each([
    { why: 'restore taken away', before: fromSnapshot, after: plainDatabase() },
    { why: 'a moment taken away', before: fromMoment, after: plainDatabase() },
    { why: 'restore written in later', before: plainDatabase(), after: fromSnapshot },
  ])('$why changes nothing', ({ before, after }) => {
    const { observed, composition } = made(before)
    expect(instance(settled(after, observed).composition)).toEqual(instance(composition))
  })
})
