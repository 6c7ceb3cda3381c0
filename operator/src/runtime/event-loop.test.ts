import { execFile } from 'node:child_process'
import { expect, test } from 'vitest'
import { createFakeClock } from '../../test/memory/clock.ts'
import { watchEventLoop } from './event-loop.ts'
import { createMetrics } from './metrics.ts'

/** A loop whose timers come late by what the test says. */
const setUp = () => {
  const clock = createFakeClock()
  let lag = 0
  const metrics = createMetrics({ process: false })
  const loop = watchEventLoop({ clock: { ...clock, monotonic: () => clock.monotonic() + lag }, metrics })
  return {
    clock,
    metrics,
    loop,
    holdUp: async (ms: number) => {
      lag += ms
      await clock.advance(1_000)
    },
  }
}

test('a loop that turns is fine', async () => {
  const { clock, loop } = setUp()
  await clock.advance(120_000)
  expect(loop.probe()).toBeUndefined()
})

test('one long pause is no reason to be restarted', async () => {
  const { loop, holdUp } = setUp()
  await holdUp(14_000)
  expect(loop.probe()).toBeUndefined()
})

test('a loop that stands more than it turns is told, until it turns again', async () => {
  const { clock, loop, holdUp, metrics } = setUp()
  for (let turn = 0; turn < 6; turn++) await holdUp(4_000)
  expect(loop.probe()).toMatch(/^event loop: held up for \d+ of the last 30 s$/)
  expect(await metrics.text()).toMatch(/event_loop_held_up_seconds (1[6-9]|2\d)/)
  await clock.advance(30_000)
  expect(loop.probe()).toBeUndefined()
})

test('stopped, it keeps no process alive', () => {
  const { clock, loop } = setUp()
  loop.stop()
  expect(clock.untilNext()).toBe(Number.POSITIVE_INFINITY)
})

test('a loop that stands still for good answers no probe, which is what the kubelet looks for', async () => {
  const program = `
    import { createHttpServer } from ${JSON.stringify(new URL('http-server.ts', import.meta.url).href)}
    import { createMetrics } from ${JSON.stringify(new URL('metrics.ts', import.meta.url).href)}
    const metrics = createMetrics({ process: false })
    const server = createHttpServer({ host: '127.0.0.1', port: 0, metrics, healthy: [], ready: [] })
    console.log(await server.start())
    process.stdin.once('data', () => { for (;;); })
  `
  const child = execFile(process.execPath, ['--input-type=module', '--eval', program])
  try {
    const port = await new Promise<string>((resolve) =>
      child.stdout?.once('data', (text) => resolve(String(text).trim())),
    )
    const probe = () => fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2_000) })
    expect((await probe()).status).toBe(200)
    child.stdin?.write('stand still\n')
    await expect(probe().then(probe)).rejects.toThrow('timeout')
  } finally {
    child.kill('SIGKILL')
  }
})
