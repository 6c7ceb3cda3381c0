import { expect, test } from 'vitest'
import { cacheKey } from './cache-key.ts'
import { targetsFor } from './targets.ts'

const [target] = targetsFor(['ec2.aws.m.upbound.io_vpcs.yaml'])
if (!target) throw new Error('there is no target')
const modules = { goMod: 'module m', goSum: 'h1:abc' }
const key = cacheKey(target, modules, 'linux-x64')

test('the key says what it holds, and is the same for the same', () => {
  expect(key).toMatch(/^etcd-v3\.6\.13-[0-9a-f]{12}$/)
  expect(cacheKey({ ...target }, { ...modules }, 'linux-x64')).toBe(key)
})

test.each([
  { why: 'another flag', other: cacheKey({ ...target, linkerFlags: '-s' }, modules, 'linux-x64') },
  { why: 'another package', other: cacheKey({ ...target, programs: [] }, modules, 'linux-x64') },
  { why: 'another requirement', other: cacheKey(target, { ...modules, goMod: 'module n' }, 'linux-x64') },
  { why: 'another checksum', other: cacheKey(target, { ...modules, goSum: 'h1:abd' }, 'linux-x64') },
  { why: 'another kind of machine', other: cacheKey(target, modules, 'linux-arm64') },
])('$why is another key', ({ other }) => expect(other).not.toBe(key))

test('another list of kinds changes the provider only', () => {
  const keys = (files: string[]) => targetsFor(files).map((each) => cacheKey(each, modules, 'linux-x64'))
  const [before, after] = [keys(['a.yaml']), keys(['a.yaml', 'b.yaml'])]
  expect(after.slice(0, -1)).toEqual(before.slice(0, -1))
  expect(after.at(-1)).not.toBe(before.at(-1))
})
