import { expect, test } from 'vitest'
import { available, creating, notSynced, operationSucceeded, synced, withConditions } from './conditions.ts'

const at = (second: number, generation = 1) => ({ now: Date.UTC(2026, 0, 1, 0, 0, second), generation })

test('the same words keep their time, others get a new one, and the rest stays', () => {
  const before = withConditions([], [creating, synced], at(1))
  expect(withConditions(before, [creating, synced], at(2))).toEqual(before)
  const after = withConditions(before, [available, operationSucceeded], at(3))
  expect(after).toEqual([
    { type: 'Ready', status: 'True', reason: 'Available', lastTransitionTime: '2026-01-01T00:00:03Z' },
    before[1],
    { type: 'LastAsyncOperation', status: 'True', reason: 'Success', lastTransitionTime: '2026-01-01T00:00:03Z' },
  ])
})

test('a message is news, and so is a new generation', () => {
  const before = withConditions([], [notSynced('a')], at(1))
  expect(withConditions(before, [notSynced('b')], at(2))[0]).toMatchObject({ message: 'b', observedGeneration: 1 })
  expect(withConditions(before, [notSynced('a')], at(2, 2))[0]).toMatchObject({ message: 'a', observedGeneration: 2 })
})
