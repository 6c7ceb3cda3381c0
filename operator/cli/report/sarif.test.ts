import { createRequire } from 'node:module'
import type { Log } from 'sarif'
import { expect, test } from 'vitest'
import { platformYaml, taskplatform } from '../test/taskplatform.ts'

// the validator that the schema came with: SARIF's schema is older than the drafts that newer ones know
const beside = createRequire(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json'))
const Ajv = beside('ajv')
const schema = beside('./lib/schemas/sarif-2.1.0-rtm.5.json')

const complaintsAbout = (log: unknown): unknown => {
  const ajv = new Ajv({ schemaId: 'auto', validateSchema: false, allErrors: true })
  ajv.addMetaSchema(beside('ajv/lib/refs/json-schema-draft-04.json'))
  ajv.validate(schema, log)
  return ajv.errors ?? []
}

const compliance = { exceptions: [{ rule: 'NET-07', owner: 'team-tasks', reason: 'cost', expires: '2027-06-30' }] }
const broken = platformYaml({
  profile: 'Production',
  hostname: 'tasks.example.com',
  dns: { hostedZoneId: 'Z0123456789' },
  network: { natGateways: 'Single', flowLogs: { enabled: false } },
  compliance,
})
const files = {
  'deploy/my platform.yaml': `# first line\n${broken}`,
  'bad.yaml': platformYaml({ region: 'mars-north-1' }, 'bad'),
}

const checked = async () => {
  const { out } = await taskplatform(['check', '-o', 'sarif', '-f', 'deploy/my platform.yaml', 'bad.yaml'], { files })
  return JSON.parse(out) as Log
}

test('the report is what the schema of SARIF 2.1.0 says', async () =>
  expect(complaintsAbout(await checked())).toEqual([]))

test('and the schema refuses what is not, so that the test above means something', async () => {
  const log = await checked()
  expect(complaintsAbout({ ...log, version: '2.0.0' })).not.toEqual([])
  expect(complaintsAbout({ ...log, runs: [{ ...log.runs[0], results: [{}] }] })).not.toEqual([])
})

test('every result points at a rule, a file and a line', async () => {
  const [run] = (await checked()).runs
  const results = (run?.results ?? []).map(({ ruleId, ruleIndex, level, locations, suppressions }) => {
    const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {}
    expect(run?.tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId)
    return [ruleId, level, artifactLocation?.uri, region?.startLine, suppressions?.[0]?.justification]
  })
  expect(results).toEqual([
    ['NET-05', 'error', 'deploy/my%20platform.yaml', 17, undefined],
    ['NET-07', 'error', 'deploy/my%20platform.yaml', 19, 'team-tasks: cost'],
    ['LEGAL', 'error', 'bad.yaml', 10, undefined],
  ])
})

test('it lists all rules, so that a rule without a result was looked at', async () =>
  expect((await checked()).runs[0]?.tool.driver.rules).toHaveLength(87))
