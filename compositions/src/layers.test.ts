import { expect, test } from 'vitest'
import { developmentNetwork, productionEndpoints, productionNetwork } from '../test/composites.ts'
import { settled } from '../test/observed.ts'
import { UnknownLayerError } from './errors.ts'
import { compose } from './layers.ts'

const network = developmentNetwork()

test.each([
  {
    why: 'a field that is missing is named',
    composite: { ...network, spec: { ...network.spec, cidr: undefined } },
    says: /^PlatformNetwork team-tasks\/tasks-network cannot be composed: spec\.cidr /,
  },
  {
    why: 'so is a field with a bad value',
    composite: developmentNetwork({ cidr: '10.0.0.0/28' }),
    says: /spec\.cidr .*\/16 to \/20/,
  },
  {
    why: 'so is every bad field',
    composite: productionEndpoints({ vpcId: 'nonsense', services: [] }),
    says: /spec\.vpcId .*spec\.services /,
  },
  { why: 'a spec of the wrong type', composite: { ...network, spec: 'nothing' }, says: /cannot be composed/ },
  { why: 'no name', composite: { kind: 'PlatformNetwork', spec: {} }, says: /metadata\.name is missing/ },
  {
    why: 'no namespace',
    composite: { ...network, metadata: { name: 'tasks-network' } },
    says: /metadata\.namespace is missing/,
  },
])('$why', ({ composite, says }) => expect(() => compose(composite, {})).toThrow(says))

test.each([{ kind: 'Nonsense' }, { kind: 'toString' }, undefined])('%o is no layer', (composite) =>
  expect(() => compose(composite, {})).toThrow(UnknownLayerError),
)

test('the same input gives the same composition', () => {
  const { observed } = settled(productionNetwork())
  expect(compose(productionNetwork(), observed)).toEqual(
    compose(structuredClone(productionNetwork()), structuredClone(observed)),
  )
})

test('external names are kept by key, to adopt what a lost management cluster made', () => {
  const { composition } = settled(network)
  const names = composition.status['externalNames'] as Record<string, string>
  expect(Object.keys(names)).toEqual(Object.keys(composition.resources))
  expect(names['vpc']).toBe(composition.status['vpcId'])
})

test.each([
  { why: 'a tag', spec: { tags: { team: 'tasks' } } },
  { why: 'the days that flow logs are kept', spec: { flowLogs: { enabled: true, retentionDays: 30 } } },
])('a layer is not ready before an edit of $why has reached its resources', ({ spec }) => {
  const { observed, composition } = settled(productionNetwork())
  expect(composition.ready).toBe(true)
  const edited = compose(productionNetwork(spec), observed)
  expect(edited.ready).toBe(false)
  expect(edited.conditions[0]?.message).toContain('is being changed')
  expect(settled(productionNetwork(spec), observed).composition.ready).toBe(true)
})
