import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { memoryVault, openVault } from './vault.ts'

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'vault-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

test('a handle opens, and tells nothing of its value', async () => {
  const vault = memoryVault()
  const handle = await vault.seal('secret')
  expect(vault.open(handle)).toBe('secret')
  expect(handle).toMatch(/^sealed:[\w-]{43}$/)
  expect(await vault.seal('secret')).toBe(handle)
  expect(await memoryVault('other key').seal('secret')).not.toBe(handle)
})

test('what AWS makes up is the same again, and another for another name', () => {
  const vault = memoryVault()
  expect(vault.open('derived:a')).toMatch(/^[\w-]{32}$/)
  expect(vault.open('derived:a')).toBe(vault.open('derived:a'))
  expect(vault.open('derived:a')).not.toBe(vault.open('derived:b'))
})

test('an unknown handle opens nothing', () => {
  expect(memoryVault().open('sealed:x')).toBeUndefined()
  expect(memoryVault().open(undefined)).toBeUndefined()
})

test('it is in a file for its owner alone, and as it was after a start', async () => {
  const path = join(await folder(), 'secrets.json')
  const first = await openVault(path)
  const handle = await first.seal('secret')
  const second = await openVault(path)
  expect(second.open(handle)).toBe('secret')
  expect(second.open('derived:a')).toBe(first.open('derived:a'))
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readFile(path, 'utf8')).toContain('secret')
})
