import { expect, test } from 'vitest'
import type { AuditedRequest } from '../audit-log.ts'
import { turnsOf } from './compare.ts'
import { percentile } from './percentile.ts'
import { restartDelayMs } from './restart-delay.ts'
import { establishedTo } from './sockets.ts'
import { callsIn } from './solo.ts'

test('each program is first, second and last equally often', () => {
  const rounds = [0, 1, 2].map(turnsOf)
  for (const place of [0, 1, 2]) expect(new Set(rounds.map((turns) => turns[place])).size).toBe(3)
})

test.each([
  { why: 'the middle one', share: 0.5, value: 2 },
  { why: 'the slowest', share: 0.99, value: 4 },
  { why: 'the fastest', share: 0, value: 1 },
])('a percentile is a value that was measured: $why', ({ share, value }) => {
  expect(percentile([4, 1, 3, 2], share)).toBe(value)
})

test('nothing has no percentile', () => expect(() => percentile([], 0.5)).toThrow('nothing'))

test.each([
  { why: 'at once after the first exit', exits: 1, ranMs: 100, delay: 0 },
  { why: 'after 10 s the second time', exits: 2, ranMs: 100, delay: 10_000 },
  { why: 'after twice as long the third time', exits: 3, ranMs: 100, delay: 20_000 },
  { why: 'after five minutes at most', exits: 20, ranMs: 100, delay: 300_000 },
  { why: 'at once when it ran for long', exits: 9, ranMs: 700_000, delay: 0 },
])('a program is started again $why', ({ exits, ranMs, delay }) => expect(restartDelayMs(exits, ranMs)).toBe(delay))

const request = (verb: string, resource: string): AuditedRequest => ({
  user: 'u',
  verb,
  resource,
  at: 0,
  dryRun: false,
})

test('a pass is made of calls for single objects of the benchmark', () => {
  const requests = [
    request('patch', 'benchplatforms/status'),
    request('get', 'configmaps'),
    request('list', 'configmaps'),
    request('watch', 'benchplatforms'),
    request('update', 'leases'),
    request('get', 'none'),
  ]
  expect(callsIn(requests)).toBe(2)
})

test('connections are those established to the port', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:D2F0 0100007F:4650 01 00000000:00000000 02:00000A1B 00000000     0        0 111 2 0000 20 4 30 10 -1',
    '   1: 0100007F:D2F1 0100007F:4650 06 00000000:00000000 02:00000A1B 00000000     0        0 222 2 0000 20 4 30 10 -1',
    '   2: 0100007F:4650 0100007F:D2F0 01 00000000:00000000 02:00000A1B 00000000     0        0 333 2 0000 20 4 30 10 -1',
  ].join('\n')
  expect(establishedTo(0x4650, table)).toEqual(['111'])
})
