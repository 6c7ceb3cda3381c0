import { expect, test } from 'vitest'
import { platformYaml, taskplatform } from './test/taskplatform.ts'

test.each([
  {
    why: 'a file that is not there',
    args: ['-f', 'nowhere.yaml'],
    says: /nowhere\.yaml cannot be read: there is no such file/,
  },
  { why: 'a folder', args: ['-f', 'crds'], says: /crds cannot be read: it is a folder; name the files in it/ },
  { why: 'a file given twice', args: ['-f', 'a.yaml', 'a.yaml'], says: /a\.yaml is given twice/ },
  { why: 'no file', args: [], says: /required option '-f, --file <path\.\.\.>' not specified/ },
  { why: 'an unknown format', args: ['-f', '-', '-o', 'xml'], says: /argument 'xml' is invalid\. Allowed choices are/ },
  { why: 'an unknown option', args: ['-f', '-', '--laier', 'x'], says: /unknown option '--laier'/ },
  {
    why: 'text that is not YAML',
    args: ['-f', '-'],
    stdin: 'spec: {}\n---\nkind: [TaskPlatform\n',
    says: /standard input:4: document 2 is not YAML: .*; correct it/,
  },
  {
    why: 'a key twice',
    args: ['-f', '-'],
    stdin: 'a: 1\na: 2\n',
    says: /standard input:2: document 1 is not YAML: Map keys must be unique/,
  },
  {
    why: 'nothing',
    args: ['-f', '-'],
    says: /No TaskPlatform and no layer of one in standard input: give a file with/,
  },
  {
    why: 'documents of others only',
    args: ['-f', '-'],
    stdin: 'apiVersion: v1\nkind: Namespace\nmetadata: { name: team-tasks }\n',
    says: /document 1 \(Namespace team-tasks\) is passed over\ntaskplatform: No TaskPlatform/,
  },
  {
    why: 'one platform twice',
    args: ['-f', '-'],
    stdin: `${platformYaml()}\n---\n${platformYaml()}`,
    says: /TaskPlatform team-tasks\/tasks is given twice, in standard input:1 \(document 1\) and in standard input:14 \(document 2\)/,
  },
])('$why is told on standard error, with exit status 2', async ({ args, stdin = '', says }) => {
  for (const command of ['render', 'check']) {
    const { code, out, err } = await taskplatform([command, ...args], { stdin, files: { 'a.yaml': platformYaml() } })
    expect(err).toMatch(says)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  }
})

test.each([
  {
    why: 'a layer that there is not',
    args: ['render', '-f', '-', '--layer', 'Attic'],
    says: /There is no layer Attic: use one of Network/,
  },
  {
    why: 'a day that there is not',
    args: ['check', '-f', '-', '--today', '2026-02-30'],
    says: /--today 2026-02-30 is no day/,
  },
  { why: 'a command that there is not', args: ['rendr'], says: /unknown command 'rendr'\n\(Did you mean render\?\)/ },
])('$why is bad usage', async ({ args, says }) => {
  const { code, err } = await taskplatform(args, { stdin: platformYaml() })
  expect(err).toMatch(says)
  expect(code).toBe(2)
})

const layer = (kind: string, spec: object) =>
  JSON.stringify({ apiVersion: 'aws.taskplatform.dev/v1alpha1', kind, metadata: { name: 'x', namespace: 'y' }, spec })

test.each([
  { why: 'a field with a bad value', stdin: platformYaml({ region: 'mars-north-1' }), says: /:10: .* spec\.region / },
  {
    why: 'a field that nobody knows',
    stdin: platformYaml({ databse: {} }),
    says: /:11: document 1, TaskPlatform team-tasks\/tasks: spec\.databse is not known: did you mean database\?/,
  },
  {
    why: 'such a field further in',
    stdin: platformYaml({
      cluster: { nodeGroups: [{ name: 'a', instanceTypes: ['m6i.large'], size: { minimum: 1, max: 2 } }] },
    }),
    says: /spec\.cluster\.nodeGroups\[0\]\.size\.minimum is not known: remove it, or use one of min, desired, max/,
  },
  { why: 'no spec', stdin: platformYaml().replace(/"spec": \{[^}]*\}/, '"spec": null'), says: /spec/ },
  {
    why: 'a name that AWS would not take',
    stdin: platformYaml({}, 'a'.repeat(33)),
    says: /metadata\.name must be at most 32/,
  },
  {
    why: 'a layer that there is not',
    stdin: layer('PlatformAttic', {}),
    says: /kind is no layer: use one of PlatformNetwork/,
  },
  { why: 'a layer with a bad value', stdin: layer('PlatformEndpoints', { vpcId: 'nonsense' }), says: /spec\.vpcId/ },
  {
    why: 'a layer with a field that nobody knows',
    stdin: layer('PlatformNetwork', { cdir: '' }),
    says: /spec\.cdir is not known: did you mean cidr\?/,
  },
])('$why is named with file, line, document and field, and exit status 1', async ({ stdin, says }) => {
  const rendered = await taskplatform(['render', '-f', '-'], { stdin })
  expect(rendered.err).toMatch(/^standard input:\d+: document 1, /)
  expect(rendered.err).toMatch(says)
  expect({ code: rendered.code, out: rendered.out }).toEqual({ code: 1, out: '' })
  const checked = await taskplatform(['check', '-f', '-'], { stdin })
  expect(checked.out).toMatch(says)
  expect(checked.code).toBe(1)
})

test.each([
  { args: ['--help'], says: ['render', 'check', 'Exit status: 0'] },
  { args: ['render', '--help'], says: ['--layer', 'eight zeros', 'Examples:'] },
  { args: ['check', '--help'], says: ['sarif', 'spec.compliance.exceptions', 'Examples:'] },
  { args: ['--version'], says: ['0.'] },
])('$args teaches', async ({ args, says }) => {
  const { code, out } = await taskplatform(args)
  expect(code).toBe(0)
  for (const words of says) expect(out).toContain(words)
})
