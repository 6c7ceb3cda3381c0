import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { withLock } from './lock.ts'

const folder = await mkdtemp(join(tmpdir(), 'taskplatform-lock-'))
afterAll(() => rm(folder, { recursive: true }))

const { signal } = new AbortController()

test('one works at a time, the other waits and is told for whom', async () => {
  const path = join(folder, 'busy')
  const steps: string[] = []
  const holds = Promise.withResolvers<void>()
  const waits = Promise.withResolvers<void>()
  const first = withLock(
    path,
    async () => {
      holds.resolve()
      await waits.promise
      steps.push('first')
    },
    { onWait: () => {}, signal },
  )
  await holds.promise
  const second = withLock(path, async () => steps.push('second'), {
    onWait: (holder) => {
      expect(holder).toBe(process.pid)
      waits.resolve()
    },
    signal,
  })
  await Promise.all([first, second])
  expect(steps).toEqual(['first', 'second'])
})

test.each([
  {
    why: 'a lock whose holder died is taken over',
    content: JSON.stringify({ pid: process.pid, startedAt: '1', bootId: 'gone' }),
  },
  { why: 'a lock that says nothing is taken over', content: '' },
])('$why', async ({ content }) => {
  const path = join(folder, 'stale')
  await writeFile(path, content)
  expect(await withLock(path, async () => 'worked', { onWait: () => {}, signal })).toBe('worked')
})

test('a failure gives the lock back', async () => {
  const path = join(folder, 'failed')
  const failing = withLock(path, () => Promise.reject(new Error('broke')), { onWait: () => {}, signal })
  await expect(failing).rejects.toThrow('broke')
  expect(await withLock(path, async () => 'worked', { onWait: () => {}, signal })).toBe('worked')
})
