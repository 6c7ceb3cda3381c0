import { parse } from '@taskplatform/crds/contract'
import { layerKinds } from '@taskplatform/crds/generate/kinds'
import { expect, test } from 'vitest'
import { asBuilt } from '../../test/builders/as-built.ts'
import { installation } from '../../test/builders/installation.ts'
import { claimedPlatform } from '../../test/builders/stored-platform.ts'
import { differences } from './differences.ts'
import { layerNames } from './layer-names.ts'
import { layers } from './layers.ts'

const production = {
  profile: 'Production',
  hostname: 'tasks.example.com',
  dns: { hostedZoneId: 'Z0123456789' },
  alerting: { email: 'oncall@example.com' },
}
const wide = {
  ...production,
  edge: { webAclArn: 'arn:aws:wafv2:ap-northeast-1:111122223333:regional/webacl/tasks/0a1b2c3d' },
  cluster: { workloadIdentity: 'PodIdentity', apiAccess: { allowedCidrs: ['203.0.113.0/24', '198.51.100.7/32'] } },
  cache: { engine: 'Valkey' },
  database: { restore: { snapshotIdentifier: 'tasks-final', pointInTime: '' } },
  monitoring: { grafanaHostname: 'grafana.tasks.example.com' },
  maintenance: { window: { day: 'Sunday', startUtc: '23:30', hours: 24 } },
  network: { availabilityZones: 2 },
}
const development = { network: { interfaceEndpoints: true } }

const cases = Object.entries({ development, production, wide }).flatMap(([why, spec]) =>
  layerNames.map((name) => ({ why, name, spec })),
)

test.each(cases)('$name of a $why platform is what its own contract takes, defaults in place', ({ name, spec }) => {
  const { spec: built, kind } = asBuilt(claimedPlatform({ spec }), name)
  const { crossplane: _, ...own } = built ?? {}
  const schema = layerKinds.find((one) => one.kind === kind)?.spec
  if (!schema) throw new Error(`${kind} is no kind of ours`)
  // what the API server would store is what we want: or every look would find a difference and write
  expect(parse(schema, own, 'spec')).toEqual({ ok: true, value: own })
})

test.each(layers)('$name needs and uses layers that exist, none of them itself', ({ name, needs, uses }) => {
  expect([...needs, ...uses].filter((other) => !layerNames.includes(other) || other === name)).toEqual([])
})

test('layers come after those that they need, so that one pass starts what one can', () => {
  const seen = new Set<string>()
  for (const { name, needs } of layers) {
    // observability needs nothing and stands last; only identities wait for it, and catch up with the next look
    expect(needs.filter((other) => other !== 'Observability' && !seen.has(other))).toEqual([])
    seen.add(name)
  }
})

test.each([
  {
    why: 'the management cluster is let in besides those whom the user lets in',
    spec: { cluster: { apiAccess: { allowedCidrs: ['203.0.113.0/24'] } } },
    access: { public: true, allowedCidrs: ['203.0.113.0/24', ...installation.managementEgressCidrs] },
  },
  {
    why: 'and stands in the list once',
    spec: { cluster: { apiAccess: { allowedCidrs: installation.managementEgressCidrs } } },
    access: { public: true, allowedCidrs: installation.managementEgressCidrs },
  },
])('$why', ({ spec, access }) =>
  expect(asBuilt(claimedPlatform({ spec }), 'Cluster').spec).toMatchObject({
    apiAccess: access,
    providerPrincipalArn: installation.providerPrincipalArn,
  }),
)

test('what the user protects, AWS protects too', () => {
  for (const name of ['Cluster', 'Database', 'Edge'] as const) {
    expect(asBuilt(claimedPlatform({ spec: production }), name).spec?.['deletionProtection']).toBe(true)
    expect(asBuilt(claimedPlatform({ spec: development }), name).spec?.['deletionProtection']).toBe(false)
  }
})

test('everything carries who pays, who answers and which platform it was, and a user may say who pays', () => {
  const tagged = asBuilt(claimedPlatform({ spec: { aws: { tags: { owner: 'finance', team: 'a' } } } }), 'Network')
  expect(tagged.spec?.['tags']).toEqual({
    environment: 'development',
    owner: 'finance',
    team: 'a',
    'taskplatform.dev/uid': '0b3cf1f2-4d25-4b0a-9d6b-6f1d8a1f4a11',
  })
})

test('a layer is the same when it is built again', () => {
  for (const name of layerNames) {
    const built = asBuilt(claimedPlatform({ spec: development }), name)
    expect(differences(asBuilt(claimedPlatform({ spec: development }), name), built)).toEqual([])
  }
})
