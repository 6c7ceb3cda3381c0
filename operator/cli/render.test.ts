import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { layerNames } from '../src/core/layer-names.ts'
import { platformYaml, taskplatform } from './test/taskplatform.ts'

type Rendered = Readonly<{ apiVersion: string; kind: string; metadata: { name: string; namespace: string } }>

const production = 'crds/examples/production.yaml'
const read = (out: string) => parseAllDocuments(out).map((one) => one.toJS() as Rendered)
const isComposite = ({ apiVersion }: Rendered) => apiVersion === 'aws.taskplatform.dev/v1alpha1'

describe('render', () => {
  test('prints every composite with its managed resources', async () => {
    const { code, out, err } = await taskplatform(['render', '-f', production])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const objects = read(out)
    expect(objects.filter(isComposite).map(({ kind }) => kind)).toEqual(layerNames.map((name) => `Platform${name}`))
    expect(objects.filter((one) => !isComposite(one)).length).toBeGreaterThan(150)
    for (const { metadata } of objects) expect(metadata.namespace).toBe('team-tasks')
  })

  test('prints the same twice', async () =>
    expect(await taskplatform(['render', '-f', production])).toEqual(await taskplatform(['render', '-f', production])))

  test('marks every identifier that AWS would choose', async () => {
    const { out } = await taskplatform(['render', '-f', production])
    const chosen = [...out.matchAll(/\b(vpc|subnet|sg|nat|rtb|vpce|lt)-([0-9a-f]{17})\b/g)]
    expect(chosen.length).toBeGreaterThan(10)
    for (const [, , digits] of chosen) expect(digits).toMatch(/^0{8}/)
    for (const [, account] of out.matchAll(/arn:aws:[a-z0-9-]+:[a-z0-9-]*:(\d+):/g))
      expect(account).toBe('000000000000')
  })

  test('prints the same objects as JSON, as a list that kubectl takes', async () => {
    const { out } = await taskplatform(['render', '-f', production, '-o', 'json'])
    const { kind, items } = JSON.parse(out)
    expect(kind).toBe('List')
    expect(items).toEqual(read((await taskplatform(['render', '-f', production])).out))
  })

  test.each(['Database', 'database', 'PlatformDatabase'])('prints one layer, called %s', async (layer) => {
    const { out } = await taskplatform(['render', '-f', production, '--layer', layer])
    expect(read(out).filter(isComposite)).toMatchObject([{ kind: 'PlatformDatabase', spec: { engineVersion: '17' } }])
  })

  test('says when a platform has no such layer', async () =>
    expect(
      await taskplatform(['render', '-f', 'crds/examples/development.yaml', '--layer', 'Endpoints']),
    ).toMatchObject({
      code: 0,
      err: 'TaskPlatform team-tasks/tasks has no layer Endpoints\n',
    }))

  test('takes several files and standard input, each with several documents', async () => {
    const files = { 'two.yaml': `${platformYaml({}, 'one')}\n---\n${platformYaml({}, 'two')}` }
    const args = ['render', '-f', 'two.yaml', '-', '-f', 'crds/examples/development.yaml', '--layer', 'Network']
    const { code, out } = await taskplatform(args, { files, stdin: platformYaml({}, 'three') })
    const names = read(out)
      .filter(isComposite)
      .map(({ metadata }) => metadata.name)
    expect({ code, names }).toEqual({
      code: 0,
      names: ['one', 'two', 'three', 'tasks'].map((name) => `${name}-network`),
    })
  })

  test('renders a layer that is applied by itself', async () => {
    const { out } = await taskplatform(['render', '-f', 'crds/examples/layer-database.yaml'])
    expect(read(out).filter(isComposite)).toMatchObject([{ kind: 'PlatformDatabase' }])
    expect(read(out).filter((one) => one.kind === 'Instance')).toHaveLength(1)
  })

  test('a platform that is suspended or paused renders as it would when woken', async () => {
    const woken = await taskplatform(['render', '-f', '-'], { stdin: platformYaml({ suspend: false }) })
    expect(await taskplatform(['render', '-f', '-'], { stdin: platformYaml({ suspend: true }) })).toEqual(woken)
    expect(woken.out).toContain('PlatformCluster')
  })

  test('the legal documents are printed although another is illegal, which the exit status tells', async () => {
    const files = {
      'mixed.yaml': `${platformYaml({ region: 'mars-north-1' }, 'bad')}\n---\n${platformYaml({}, 'good')}`,
    }
    const { code, out, err } = await taskplatform(['render', '-f', 'mixed.yaml', '--layer', 'Network'], { files })
    expect(code).toBe(1)
    expect(err).toMatch(/^mixed\.yaml:10: document 1, TaskPlatform team-tasks\/bad: spec\.region /)
    expect(out).toContain('good-network')
  })
})
