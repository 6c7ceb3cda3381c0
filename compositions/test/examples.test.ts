import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { layerKinds } from '@taskplatform/crds/generate/kinds'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { layers } from '../src/layers.ts'
import { settled } from './observed.ts'

const root = join(import.meta.dirname, '..')
const folders = layerKinds.map(({ folder }) => folder)

const examples = folders.flatMap((folder) =>
  readdirSync(join(root, folder, 'examples')).map((file) => {
    const text = readFileSync(join(root, folder, 'examples', file), 'utf8')
    return { file: `${folder}/${file}`, text, composite: parse(text) as object }
  }),
)

test.each(examples)('$file becomes as many resources as it says', ({ text, composite }) => {
  const { resources, ready } = settled(composite).composition
  expect(ready).toBe(true)
  expect(text.replaceAll(/\n# /g, ' ')).toContain(`${Object.keys(resources).length} managed resources`)
})

describe.each(folders)('compositions/%s', (folder) => {
  const read = (file: string) => parse(readFileSync(join(root, folder, file), 'utf8'))
  const { kind } = read('definition.yaml').spec.names

  test('the Composition is for the kind that the definition defines and the library composes', () => {
    expect(read('composition.yaml').spec.compositeTypeRef).toEqual({
      apiVersion: 'aws.taskplatform.dev/v1alpha1',
      kind,
    })
    expect(Object.keys(layers)).toContain(kind)
  })

  test('the function is called as the package is called', () =>
    expect(read('composition.yaml').spec.pipeline).toEqual([
      { step: 'compose', functionRef: { name: 'function-taskplatform' } },
    ]))
})
