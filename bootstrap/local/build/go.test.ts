import { expect, test } from 'vitest'
import { PrerequisiteError } from '../errors.ts'
import { diagnose, go } from './go.ts'
import { isNewEnough } from './prerequisites.ts'

test.each([
  { why: 'full disk', said: 'write /tmp/x: no space left on device', reason: 'the disk is full' },
  { why: 'no network', said: 'dial tcp: lookup proxy.example: no such host', reason: 'could not be downloaded' },
  {
    why: 'wrong module',
    said: 'verifying m@v1: checksum mismatch\n\tSECURITY ERROR',
    reason: 'not the one that was pinned',
  },
  { why: 'memory', said: 'compile: signal: killed', reason: 'out of memory' },
  { why: 'old Go', said: 'go: go.mod requires go >= 1.26.0 (running go 1.24.1)', reason: 'too old' },
])('$why is named, with a cure', ({ said, reason }) => {
  const error = diagnose('go build x', said)
  expect(error).toBeInstanceOf(PrerequisiteError)
  expect(error.message).toContain(reason)
  expect(error.cure).not.toBe('')
})

test('an unknown failure quotes the end of what Go said', () => {
  expect(diagnose('go build x', 'first\nundefined: y').message).toMatch(/undefined: y$/)
})

test.each([
  { version: 'go1.26.0', enough: true },
  { version: 'go1.27rc1', enough: true },
  { version: 'devel go1.27-abcdef', enough: true },
  { version: 'go2.0', enough: true },
  { version: 'go1.25.9', enough: false },
  { version: 'unknown', enough: false },
])('$version is new enough: $enough', ({ version, enough }) => expect(isNewEnough(version)).toBe(enough))

test('a machine without Go is told to install it', async () => {
  const nowhere = go(['version'], { cwd: '/', env: { PATH: '/nonexistent' }, signal: new AbortController().signal })
  await expect(nowhere).rejects.toMatchObject({
    code: 'PREREQUISITE',
    message: expect.stringContaining('not installed'),
  })
})
