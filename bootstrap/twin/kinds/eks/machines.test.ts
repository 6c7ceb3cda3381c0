import { expect, test } from 'vitest'
import { isArm, sizeOf } from './machines.ts'

test.each([
  { type: 'm7g.large', arm: true },
  { type: 'c7gn.xlarge', arm: true },
  { type: 't4g.medium', arm: true },
  { type: 'm6i.large', arm: false },
  { type: 'g5.xlarge', arm: false },
  { type: 'm5.large', arm: false },
])('$type has arm processors: $arm', ({ type, arm }) => expect(isArm(type)).toBe(arm))

test.each([
  { type: 't3.medium', size: { cpus: 2, memoryGiB: 4, pods: 17 } },
  { type: 'm6i.large', size: { cpus: 2, memoryGiB: 8, pods: 29 } },
  { type: 'c6i.2xlarge', size: { cpus: 8, memoryGiB: 16, pods: 58 } },
  { type: 'r6g.4xlarge', size: { cpus: 16, memoryGiB: 128, pods: 234 } },
])('$type is as large as AWS says', ({ type, size }) => expect(sizeOf(type)).toEqual(size))
