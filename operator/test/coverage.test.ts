import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { renderPlatform } from '../src/core/graph.ts'
import { layers } from '../src/core/layers.ts'
import { parsePlatform } from '../src/core/platform.ts'
import { installation } from './builders/installation.ts'

const root = new URL('../..', import.meta.url)
const page = await readFile(new URL('docs/reference/coverage.md', root), 'utf8')
const example = parse(await readFile(new URL('crds/examples/production.yaml', root), 'utf8'))

type Row = Readonly<{ what: string; count: number; layer: string; kinds: readonly string[] }>

const rows = page
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, , count]) => /^\d+$/.test(count ?? ''))
  .map(([, what = '', count, here = '']): Row => {
    const [layer = '', kinds = ''] = here.split(': ')
    return { what, count: Number(count), layer, kinds: kinds.split(', ') }
  })

const production = parsePlatform(
  { ...example, metadata: { ...example.metadata, uid: '00000000-0000-4000-8000-000000000001' } },
  installation,
)

const kindsByLayer = (): ReadonlyMap<string, ReadonlySet<string>> => {
  if (production.phase !== 'Live') throw new Error('the Production example is not legal')
  const graph = renderPlatform(layers, production)
  return new Map(
    graph.layers.map(({ composite, composition }) => [
      composite.kind,
      new Set(Object.values(composition.resources).map(({ resource }) => resource.kind)),
    ]),
  )
}

const made = kindsByLayer()

test('every resource of the reference system is accounted for', () =>
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(104))

test.each(rows)('$what: $layer makes $kinds', ({ layer, kinds }) =>
  expect([...(made.get(layer) ?? [])]).toEqual(expect.arrayContaining([...kinds])),
)
