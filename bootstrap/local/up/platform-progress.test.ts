import { expect, test } from 'vitest'
import { complaintsOf, isReady, layerLines, type Watched } from './platform-progress.ts'

const managed = (layer: string, name: string, status: 'True' | 'False'): Watched => ({
  kind: 'Subnet',
  metadata: { name, labels: { 'crossplane.io/composite': layer } },
  status: { conditions: [{ type: 'Ready', status }] },
})

test.each([
  { why: 'ready about this spec', generation: 2, observedGeneration: 2, ready: true },
  { why: 'ready about an older spec is not ready', generation: 3, observedGeneration: 2, ready: false },
  { why: 'kinds that do not tell which spec are believed', generation: 3, observedGeneration: undefined, ready: true },
])('$why', ({ generation, observedGeneration, ready }) => {
  const condition = { type: 'Ready', status: 'True', ...(observedGeneration && { observedGeneration }) }
  expect(isReady({ metadata: { generation }, status: { conditions: [condition] } })).toBe(ready)
})

test('what does not exist is not ready', () => expect(isReady(undefined)).toBe(false))

test('each layer has a line that counts, and names at most three that it waits for', () => {
  const waiting = ['a', 'b', 'c', 'd'].map((name) => managed('tasks-network', name, 'False'))
  const sight = { platform: undefined, managed: [managed('tasks-zone', 'z', 'True'), ...waiting] }
  expect(layerLines(sight)).toEqual([
    'tasks-network: 0 of 4 managed resources ready; waiting for Subnet a, Subnet b, Subnet c and 1 more',
    'tasks-zone: 1 of 1 managed resources ready',
  ])
})

test('complaints are conditions that are not as they should be, in either sense', () => {
  const conditions = [
    { type: 'Ready', status: 'False', reason: 'Progressing', message: 'waits' },
    { type: 'NetworkReady', status: 'True', reason: 'Available' },
    { type: 'Stalled', status: 'False', reason: 'NotStalled' },
    { type: 'Reconciling', status: 'True', reason: 'Progressing' },
  ]
  expect(complaintsOf({ platform: { status: { conditions } }, managed: [] })).toEqual([
    'Ready=False Progressing: waits',
    'Reconciling=True Progressing: ',
  ])
})
