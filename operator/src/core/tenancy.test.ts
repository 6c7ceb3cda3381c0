import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { storedPlatform } from '../../test/builders/stored-platform.ts'
import { renderPlatform } from './graph.ts'
import { installation as schema } from './installation.ts'
import { layers } from './layers.ts'
import { type LivePlatform, parsePlatform } from './platform.ts'
import { installationFor, providerConfigIssues } from './tenancy.ts'

const principal = (account: string) => `arn:aws:iam::${account}:role/crossplane-provider-aws`
const [home, payments] = [principal('111122223333'), principal('444455556666')]

const installation = (providerConfigs?: object[]) =>
  schema.parse({ providerPrincipalArn: home, ...(providerConfigs && { providerConfigs }) })

const cluster = (name: string) => ({ kind: 'ClusterProviderConfig', name }) as const
const own = (name: string) => ({ kind: 'ProviderConfig', name }) as const

const tenants = [
  { ...cluster('default'), namespaces: ['team-*'] },
  { ...cluster('payments'), namespaces: ['pay', 'pay-*'], principalArn: payments },
]

test.each([
  { why: 'without a word, everybody uses the default', ref: cluster('default'), namespace: 'team-a', may: true },
  { why: 'and what is in the own namespace', ref: own('anything'), namespace: 'team-a', may: true },
  { why: 'and nothing else', ref: cluster('payments'), namespace: 'team-a', may: false },
  { why: 'a list replaces that', ref: own('anything'), namespace: 'team-a', uses: tenants, may: false },
  { why: 'a namespace that is listed may', ref: cluster('payments'), namespace: 'pay', uses: tenants, may: true },
  { why: 'one that fits a pattern may', ref: cluster('payments'), namespace: 'pay-eu', uses: tenants, may: true },
  {
    why: 'one that fits only in part may not',
    ref: cluster('payments'),
    namespace: 'repay-eu',
    uses: tenants,
    may: false,
  },
  {
    why: 'the same name of the other kind is another one',
    ref: own('payments'),
    namespace: 'pay',
    uses: tenants,
    may: false,
  },
])('$why', ({ ref, namespace, uses, may }) => {
  const issues = providerConfigIssues(ref, namespace, installation(uses))
  expect(issues.map(({ path }) => path)).toEqual(may ? [] : ['spec.aws.providerConfigRef'])
})

test.each([
  {
    why: 'what may be used instead is told, and nothing of what others may use',
    namespace: 'team-a',
    says: /^ClusterProviderConfig payments may not be used from namespace team-a: .* make it with another \(ClusterProviderConfig default\); or have/,
  },
  {
    why: 'who may use nothing is told that',
    namespace: 'guests',
    says: /and make it in another namespace; or have namespace guests/,
  },
])('$why', ({ namespace, says }) => {
  const [issue] = providerConfigIssues(cluster('payments'), namespace, installation(tenants))
  expect(issue?.message).toMatch(says)
})

test.each([
  { why: 'a role of its own', ref: cluster('payments'), arn: payments },
  { why: 'the role of the installation, without one of its own', ref: cluster('default'), arn: home },
])('with a ProviderConfig the provider works as $why', ({ ref, arn }) => {
  expect(installationFor(ref, installation(tenants)).providerPrincipalArn).toBe(arn)
})

test('a platform in another account admits the role that signs its tokens there, and everything is made with its ProviderConfig', () => {
  const ref = cluster('payments')
  const stored = storedPlatform({ metadata: { namespace: 'pay' }, spec: { aws: { providerConfigRef: ref } } })
  const platform = parsePlatform(stored, { ...installation(tenants), privateAccess: true })
  const graph = renderPlatform(layers, platform as LivePlatform)
  const made = graph.layers.flatMap(({ composition }) => Object.values(composition.resources))
  expect(made.length).toBeGreaterThan(100)
  expect(made.filter(({ resource }) => !isDeepStrictEqual(resource.spec.providerConfigRef, ref))).toEqual([])

  const [auth, ...entries] = ['ClusterAuth', 'AccessEntry'].flatMap((kind) =>
    made.filter(({ resource }) => resource.kind === kind).map(({ resource }) => resource.spec),
  )
  expect(auth?.providerConfigRef).toEqual(ref)
  expect(entries.map(({ forProvider }) => forProvider['principalArn'])).toEqual([payments])
})
