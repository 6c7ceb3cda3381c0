import { expect, test } from 'vitest'
import { installation } from '../../../test/builders/installation.ts'
import { claimedPlatform } from '../../../test/builders/stored-platform.ts'
import type { Compliance } from '../../core/compliance.ts'
import { type LivePlatform, parsePlatform } from '../../core/platform.ts'
import { rememberJudgements } from './remember-judgements.ts'

const platform = (changes: Parameters<typeof claimedPlatform>[0] = {}) =>
  parsePlatform(claimedPlatform(changes), installation) as LivePlatform

test.each([
  { why: 'a spec that has not changed is not judged again', again: platform(), today: '2026-11-24', times: 1 },
  {
    why: 'nor is one of which only the status or a label changed',
    again: platform({ metadata: { generation: 1, labels: { team: 'tasks' } } }),
    today: '2026-11-24',
    times: 1,
  },
  {
    why: 'another spec is',
    again: platform({ spec: { network: { natGateways: 'PerZone' } } }),
    today: '2026-11-24',
    times: 2,
  },
  { why: 'another day is: exceptions end', again: platform(), today: '2026-11-25', times: 2 },
])('$why', ({ again, today, times }) => {
  const asked: string[] = []
  const { judge } = rememberJudgements((_, day): Compliance => {
    asked.push(day)
    return { passed: asked.length, failed: 0, excepted: 0, findings: [] }
  })
  judge(platform(), '2026-11-24')
  expect(judge(again, today).passed).toBe(times)
})
