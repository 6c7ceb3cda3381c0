import { platformEdgeStatus } from '@taskplatform/crds/layers/edge'
import { expect, test } from 'vitest'
import { developmentEdge, givenWebAcl, productionEdge } from '../../../test/edge.ts'
import { account, settled } from '../../../test/observed.ts'
import { composeEdge } from './edge.ts'

const development = settled(developmentEdge()).composition.status
const production = settled(productionEdge({ webAclArn: givenWebAcl })).composition.status

test.each([
  { profile: 'Development', status: development },
  { profile: 'Production', status: production },
])('the status of $profile keeps the contract', ({ status }) =>
  expect(platformEdgeStatus.parse(status)).toEqual(status),
)

test('nothing is said that AWS has not said', () =>
  expect(composeEdge(productionEdge(), {}).status).toEqual({
    resources: { ready: false, reason: 'Creating', message: expect.stringMatching(/^Waiting for/) },
    targetGroups: [],
    externalNames: {},
  }))

test.each([
  { why: 'the name of the load balancer without a host name', status: development, url: /^http:\/\/placeholder-/ },
  { why: 'the host name with one', status: production, url: /^https:\/\/tasks\.example\.com$/ },
])('the address is $why', ({ status, url }) => expect(status['url']).toMatch(url))

test('there is no address while nobody listens', () => {
  const { observed } = settled(productionEdge())
  const quiet = Object.fromEntries(Object.entries(observed).filter(([key]) => key !== 'listener-https'))
  expect(composeEdge(productionEdge(), quiet).status.url).toBeUndefined()
})

test('target groups come in the order api, web, grafana, with the ports of their pods', () =>
  expect(
    (production['targetGroups'] as { name: string; port: number }[]).map(({ name, port }) => [name, port]),
  ).toEqual([
    ['api', 8080],
    ['web', 8080],
    ['grafana', 3000],
  ]))

test('the account is learned from what was made', () => expect(production['accountId']).toBe(account))
