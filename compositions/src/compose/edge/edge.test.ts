import { platformEdgeSpec } from '@taskplatform/crds/layers/edge'
import { structural } from '@taskplatform/crds/structural'
import { describe, expect, test } from 'vitest'
import { developmentEdge, givenCertificate, givenWebAcl, productionEdge } from '../../../test/edge.ts'
import { losses, mishaps } from '../../../test/losses.ts'
import { settled } from '../../../test/observed.ts'
import { referencesIn } from '../../assumed/references.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { Composition } from '../../composition.ts'
import { composeEdge } from './edge.ts'

const development = settled(developmentEdge()).composition
const production = settled(productionEdge()).composition

const kindsIn = ({ resources }: Composition): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { resource } of Object.values(resources)) counts[resource.kind] = (counts[resource.kind] ?? 0) + 1
  return counts
}

const asked = ({ resources }: Composition, key: string) => resources[key]?.resource.spec.forProvider ?? {}

test.each([
  {
    why: 'Development: HTTP only, no certificate, no logs, no names',
    composition: development,
    kinds: {
      SecurityGroup: 1,
      SecurityGroupIngressRule: 2,
      SecurityGroupEgressRule: 1,
      LB: 1,
      LBTargetGroup: 2,
      LBListener: 1,
      LBListenerRule: 2,
    },
  },
  {
    why: 'Production: TLS, logs, a certificate and records for two names',
    composition: production,
    kinds: {
      Certificate: 1,
      CertificateValidation: 1,
      Record: 4,
      SecurityGroup: 1,
      SecurityGroupIngressRule: 4,
      SecurityGroupEgressRule: 2,
      Bucket: 1,
      BucketPolicy: 1,
      BucketPublicAccessBlock: 1,
      BucketOwnershipControls: 1,
      BucketServerSideEncryptionConfiguration: 1,
      BucketVersioning: 1,
      BucketLifecycleConfiguration: 1,
      LB: 1,
      LBTargetGroup: 3,
      LBListener: 2,
      LBListenerRule: 3,
    },
  },
])('$why', ({ composition, kinds }) => {
  expect(kindsIn(composition)).toEqual(kinds)
  expect(composition.ready).toBe(true)
})

test('the largest edge that the schema allows stays under 50 resources, also while a certificate is replaced', () => {
  const limits = structural(platformEdgeSpec).properties
  const alternativeNames = Array.from(
    { length: limits?.['alternativeNames']?.maxItems ?? 0 },
    (_, index) => `www${index}.example.com`,
  )
  expect(alternativeNames.length).toBeGreaterThan(0)
  const { observed } = settled(productionEdge({ webAclArn: givenWebAcl }))
  const { resources } = composeEdge(productionEdge({ alternativeNames, webAclArn: givenWebAcl }), observed)
  const kept = Object.keys(observed).filter((key) => key in resources)
  expect(kept).toContain(Object.keys(observed).find((key) => key.startsWith('certificate-for-')))
  const largest = settled(productionEdge({ alternativeNames, webAclArn: givenWebAcl })).composition
  expect(Object.keys(largest.resources).length + 1).toBeLessThan(50)
})

describe('the load balancer', () => {
  const loadBalancer = asked(production, 'load-balancer')

  test('is safe by its attributes', () =>
    expect(loadBalancer).toMatchObject({
      internal: false,
      ipAddressType: 'ipv4',
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'defensive',
      enableDeletionProtection: true,
    }))

  test('is disposable in Development', () =>
    expect(asked(development, 'load-balancer')).toMatchObject({ enableDeletionProtection: false }))

  test.each([
    { why: 'the same name in another namespace', metadata: { namespace: 'team', name: 'tasks-tasks-edge' } },
    { why: 'another name in the same namespace', metadata: { name: 'other-edge' } },
    { why: 'a very long name', metadata: { name: `${'a'.repeat(50)}-edge` } },
  ])('has a name that no other has, and that AWS takes: $why', ({ metadata }) => {
    const { name } = asked(settled(developmentEdge({}, metadata)).composition, 'load-balancer')
    expect(name).not.toBe(loadBalancer['name'])
    expect(name).toMatch(/^tp-[a-z0-9-]{1,28}[a-z0-9]$/)
  })
})

describe('target groups', () => {
  test.each([
    { name: 'api', port: 8080, path: '/health/ready' },
    { name: 'web', port: 8080, path: '/' },
    { name: 'grafana', port: 3000, path: '/api/health' },
  ])('$name: pods on port $port that answer $path', ({ name, port, path }) =>
    expect(asked(production, `target-group-${name}`)).toMatchObject({
      targetType: 'ip',
      port,
      healthCheck: { path, matcher: '200', port: 'traffic-port' },
    }),
  )

  test('Grafana has one only if it has a name of its own: without, nothing would lead there', () =>
    expect(Object.keys(development.resources)).not.toContain('target-group-grafana'))
})

describe('names in the hosted zone', () => {
  const target = { name: production.status['dnsName'], zoneId: production.status['canonicalHostedZoneId'] }

  test.each(['tasks.example.com', 'grafana.example.com'])('%s leads to the load balancer', (name) =>
    expect(asked(production, `alias-record-${name}-z0123456789`)).toEqual({
      zoneId: 'Z0123456789',
      name,
      type: 'A',
      alias: { ...target, evaluateTargetHealth: true },
    }),
  )

  test('are not made without a hosted zone', () => {
    const { composition } = settled(productionEdge({ hostedZoneId: undefined, certificateArn: givenCertificate }))
    expect(kindsIn(composition)).not.toHaveProperty('Record')
    expect(composition.ready).toBe(true)
  })

  test('are not taken from somebody else', () =>
    expect(asked(production, 'alias-record-tasks.example.com-z0123456789')).not.toHaveProperty('allowOverwrite'))
})

test('every reference names a resource of this composition', () => {
  const names = Object.values(production.resources).map(({ resource }) => resource.metadata.name)
  const references = Object.values(production.resources).flatMap(({ resource }) =>
    referencesIn(resource.spec.forProvider),
  )
  expect(references.length).toBeGreaterThan(10)
  for (const { name } of references) expect(names).toContain(name)
})

describe.each([
  { profile: 'Development', composite: developmentEdge() },
  { profile: 'Production', composite: productionEdge({ webAclArn: givenWebAcl }) },
])('$profile: at no moment is anything given up', ({ composite }) => {
  const rounds = roundsOf(composite)

  test('on the way there', () => {
    expect(rounds.length).toBeGreaterThan(2)
    for (const { composition, observed } of rounds)
      expect(Object.keys(composition.resources)).toEqual(expect.arrayContaining(Object.keys(observed)))
  })

  test.each(mishaps)('because a resource $why', (mishap) => {
    for (const { observed } of rounds) expect(losses(composite, observed, mishap)).toEqual([])
  })
})

test('before anything exists the condition says what is missing', () => {
  const { conditions, ready } = composeEdge(productionEdge(), {})
  expect(ready).toBe(false)
  expect(conditions[0]?.message).toMatch(/^Waiting for Certificate tasks-edge-certificate-for-/)
})
