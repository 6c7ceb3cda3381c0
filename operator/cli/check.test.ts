import { describe, expect, test } from 'vitest'
import { platformYaml, taskplatform } from './test/taskplatform.ts'

const production = 'crds/examples/production.yaml'
const oneNat = (more: object = {}) =>
  platformYaml({
    profile: 'Production',
    hostname: 'tasks.example.com',
    dns: { hostedZoneId: 'Z0123456789' },
    network: { natGateways: 'Single' },
    ...more,
  })
const excuse = (expires: string) => ({
  compliance: { exceptions: [{ rule: 'NET-05', owner: 'team-tasks', reason: 'cost', expires }] },
})

describe('check', () => {
  test.each([production, 'crds/examples/development.yaml', 'crds/examples/full.yaml'])(
    '%s keeps every rule without an exception',
    async (file) => {
      const { code, out } = await taskplatform(['check', '-f', file])
      expect(out).toContain(': 86 rules kept, 0 broken, 0 broken with an exception')
      expect(code).toBe(0)
    },
  )

  test('a broken rule is told with its object and its cure, and fails', async () => {
    const { code, out } = await taskplatform(['check', '-f', '-'], { stdin: oneNat() })
    expect(code).toBe(1)
    expect(out).toMatch(/^TaskPlatform team-tasks\/tasks, standard input:1 \(document 1\): 85 rules kept, 1 broken/)
    expect(out).toMatch(/^NET-05 +error +Network +PlatformNetwork tasks-network +no NAT gateway in ap-northeast-1c/m)
    expect(out).toContain('NET-05  Every zone has its own NAT gateway. Set spec.network.natGateways to PerZone.')
  })

  test.each([
    { why: 'on the last day of its exception it is excused', today: '2026-11-24', code: 0, says: /NET-05 +excepted/ },
    { why: 'a day later it is not', today: '2026-11-25', code: 1, says: /NET-05 +error \(exception expired\)/ },
  ])('$why', async ({ today, code, says }) => {
    const outcome = await taskplatform(['check', '-f', '-', '--today', today], { stdin: oneNat(excuse('2026-11-24')) })
    expect(outcome.code).toBe(code)
    expect(outcome.out).toMatch(says)
  })

  test('an exception for a rule that does not exist is told, and excuses nothing', async () => {
    const { exceptions } = excuse('2026-12-31').compliance
    const stdin = oneNat({ compliance: { exceptions: [{ ...exceptions[0], rule: 'NET-99' }] } })
    const { code, err } = await taskplatform(['check', '-f', '-'], { stdin })
    expect(code).toBe(1)
    expect(err).toMatch(/^warning: TaskPlatform tasks: .* names NET-99, and there is no such rule/)
  })

  test('without --today it is the day of the clock, in UTC', async () => {
    const stdin = oneNat(excuse('2026-11-24'))
    expect((await taskplatform(['check', '-f', '-'], { stdin, now: '2026-11-24T23:59:59Z' })).code).toBe(0)
    expect((await taskplatform(['check', '-f', '-'], { stdin, now: '2026-11-25T00:00:00Z' })).code).toBe(1)
  })

  test('a layer by itself is held to the profile that is asked for', async () => {
    const file = 'compositions/network/examples/development.yaml'
    expect((await taskplatform(['check', '-f', file])).code).toBe(1)
    expect((await taskplatform(['check', '-f', file, '--profile', 'Development'])).code).toBe(0)
  })

  test('JSON has a document for each, with counts, findings and complaints', async () => {
    const files = { 'bad.yaml': platformYaml({ region: 'mars-north-1' }) }
    const args = ['check', '-o', 'json', '-f', 'bad.yaml', production, '-']
    const { code, out } = await taskplatform(args, { files, stdin: oneNat().replace('"tasks"', '"single"') })
    expect(code).toBe(1)
    expect(JSON.parse(out).documents).toMatchObject([
      { file: 'bad.yaml', legal: false, issues: [{ path: 'spec.region', line: 10 }] },
      { file: production, legal: true, profile: 'Production', passed: 86, failed: 0, excepted: 0, findings: [] },
      {
        file: '-',
        name: 'single',
        passed: 85,
        failed: 1,
        findings: [{ rule: 'NET-05', severity: 'error', layer: 'Network', cure: expect.stringContaining('PerZone') }],
      },
    ])
  })
})
