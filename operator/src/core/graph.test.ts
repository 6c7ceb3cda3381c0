import { expect, test } from 'vitest'
import { installation } from '../../test/builders/installation.ts'
import { storedPlatform } from '../../test/builders/stored-platform.ts'
import { TerminalError } from '../errors.ts'
import { renderPlatform } from './graph.ts'
import { layerNames } from './layer-names.ts'
import { type Layer, layers } from './layers.ts'
import { type LivePlatform, parsePlatform } from './platform.ts'

const platform = parsePlatform(storedPlatform(), installation) as LivePlatform

test('every layer that the platform requires is there, made and ready, whatever the order of the layers', () => {
  const graph = renderPlatform(layers, platform)
  expect(graph.layers.map(({ name }) => name)).toEqual(layerNames.filter((name) => name !== 'Endpoints'))
  for (const { name, composition } of graph.layers) expect(composition.ready, name).toBe(true)
  const backwards = renderPlatform(layers.toReversed(), platform)
  expect(backwards.layers.map(({ composite }) => composite).toReversed()).toEqual(
    graph.layers.map(({ composite }) => composite),
  )
})

test('a layer is built from what the others report, late inputs too', () => {
  const { layers: rendered } = renderPlatform(layers, platform)
  const find = (name: string) => rendered.find((layer) => layer.name === name)
  const group = find('Cluster')?.composition.status['securityGroupId']
  expect(group).toMatch(/^sg-0{8}/)
  expect(find('Database')?.composite.spec).toMatchObject({ clusterSecurityGroupId: group })
})

test.each([
  {
    why: 'waits for what nobody reports',
    broken: (layer: Layer): Layer => ({ ...layer, build: () => ({ waitingFor: 'a miracle', from: [] }) }),
    says: /Registry waits for a miracle, which no layer reports/,
  },
  {
    why: 'never agrees with itself',
    broken: (layer: Layer): Layer => {
      let days = 1
      return {
        ...layer,
        build: (...given) => {
          const built = layer.build(...given)
          return 'waitingFor' in built ? built : { ...built, spec: { ...built.spec, keepImages: days++ } }
        },
      }
    },
    says: /its layers change each other for ever/,
  },
])('a layer that $why is a fault that is named', ({ broken, says }) => {
  const faulty = layers.map((layer) => (layer.name === 'Registry' ? broken(layer) : layer))
  expect(() => renderPlatform(faulty, platform)).toThrow(says)
  expect(() => renderPlatform(faulty, platform)).toThrow(TerminalError)
})
