import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { identityOf, isAlive, signalProcess, startTimeFrom } from './identity.ts'

const fields = Array.from({ length: 49 }, (_, index) => String(index + 4))

test.each([
  { why: 'field 22 is the start time', stat: `12 (etcd) S ${fields.join(' ')}`, startTime: '22' },
  { why: 'a command may hold brackets and spaces', stat: `12 (a) S (b) R ${fields.join(' ')}`, startTime: '22' },
  { why: 'a zombie is no process any more', stat: `12 (etcd) Z ${fields.join(' ')}`, startTime: undefined },
])('$why', ({ stat, startTime }) => expect(startTimeFrom(stat)).toBe(startTime))

const sleeper = () => spawn('sleep', ['60'])

test('a process is recognised while it runs, and not after', async () => {
  const child = sleeper()
  const identity = identityOf(child.pid ?? 0)
  expect(identity && isAlive(identity)).toBe(true)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(identity && isAlive(identity)).toBe(false)
})

test.each([
  { why: 'a stranger that got the pid is not signalled', change: { startedAt: '1' } },
  { why: 'a pid from before a reboot is not signalled', change: { bootId: 'another' } },
])('$why', async ({ change }) => {
  const child = sleeper()
  const identity = identityOf(child.pid ?? 0)
  if (!identity) throw new Error('the child did not start')
  expect(signalProcess({ ...identity, ...change }, 'SIGKILL')).toBe(false)
  expect(isAlive(identity)).toBe(true)
  expect(signalProcess(identity, 'SIGKILL')).toBe(true)
  await once(child, 'exit')
})
