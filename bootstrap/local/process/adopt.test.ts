import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { adoptAttempt } from './adopt.ts'
import { identityOf } from './identity.ts'

const stranger = async (script: string) => {
  const child = spawn(process.execPath, ['-e', `${script}; console.log('up'); setInterval(() => {}, 1000)`])
  await once(child.stdout, 'data')
  const identity = identityOf(child.pid ?? 0)
  if (!identity) throw new Error('the process did not start')
  return { child, identity }
}

test.each([
  { why: 'one that obeys ends by SIGTERM', script: '', by: 'SIGTERM' },
  { why: 'one that does not is killed after its grace', script: "process.on('SIGTERM', () => {})", by: 'SIGKILL' },
])('$why', async ({ script, by }) => {
  const { child, identity } = await stranger(script)
  const attempt = adoptAttempt(identity, 300)
  expect(attempt.hasEnded()).toBe(false)
  await attempt.end()
  expect(attempt.hasEnded()).toBe(true)
  expect(child.signalCode).toBe(by)
})

test('its end is noticed', async () => {
  const { child, identity } = await stranger('')
  const ended = adoptAttempt(identity, 300).ended()
  child.kill('SIGKILL')
  expect(await ended).toBeUndefined()
})
