import { expect, test } from 'vitest'
import { functionsOf } from './function-revision.ts'
import type { Manifest } from './resources.ts'

const composition = (name: string, ...functions: string[]): Manifest =>
  ({
    apiVersion: 'apiextensions.crossplane.io/v1',
    kind: 'Composition',
    metadata: { name },
    spec: { pipeline: functions.map((each) => ({ step: each, functionRef: { name: each } })) },
  }) as Manifest

test.each([
  { why: 'a function that several compositions call is registered once', calls: [['ours'], ['ours']], names: ['ours'] },
  { why: 'every step of a pipeline counts', calls: [['ours', 'theirs']], names: ['ours', 'theirs'] },
  { why: 'a composition without a pipeline calls nobody', calls: [[]], names: [] },
])('$why', ({ calls, names }) => {
  expect(functionsOf(calls.map((functions, index) => composition(`c${index}`, ...functions)))).toEqual(names)
})
