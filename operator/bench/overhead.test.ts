import { expect, test } from 'vitest'
import type { AwsEvent } from '../test/lifecycle/aws.ts'
import { criticalPath, overheadMs } from './overhead.ts'

const made = (kind: string, at: number, doneAt: number): AwsEvent => ({
  at,
  op: 'created',
  kind,
  owner: 'any',
  doneAt,
  code: undefined,
  changes: {},
  attributes: {},
})

test('what AWS needs along the critical path is not ours, what lies between and beside it is', () => {
  const chain = criticalPath.map((kind, index) => made(kind, index * 100, index * 100 + 90))
  // a database hides behind the cluster, and a second, faster add-on behind the slowest
  const events = [...chain, made('Instance', 0, 400), made('Addon', 400, 410)]
  expect(overheadMs(events, 0, 500)).toBe(500 - 5 * 90)
})

test('without a cluster there is nothing to subtract, and no figure', () => {
  expect(() => overheadMs([], 0, 500)).toThrow('no VPC was made')
})
