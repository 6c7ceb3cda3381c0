import { describe, expect, test } from 'vitest'
import { givenCertificate, productionEdge } from '../../../test/edge.ts'
import { settled, withCondition } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { Composition } from '../../composition.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import type { Observed } from '../../observed.ts'
import { composeEdge } from './edge.ts'

const composite = productionEdge()
const { composition, observed } = settled(composite)

const keyOf = (kind: string, from: Pick<Composition, 'resources'> = composition): string =>
  Object.entries(from.resources).find(([, { resource }]) => resource.kind === kind)?.[0] ?? `no ${kind}`

const certificate = keyOf('Certificate')
const validation = keyOf('CertificateValidation')

const asked = ({ resources }: Composition, key: string) => resources[key]?.resource.spec.forProvider ?? {}

/** Everything as it was just before the listener: the certificate is ordered and not issued. */
const pending: Observed = Object.fromEntries(
  Object.entries(observed)
    .filter(([key]) => !key.includes('https'))
    .map(([key, one]) => [key, key === validation ? withCondition(one, 'Ready', 'False', { reason: 'Creating' }) : one])
    .map(([key, one]) => [key, key === certificate ? withStatus(one as ManagedResource, 'PENDING_VALIDATION') : one]),
)

function withStatus(resource: ManagedResource, status: string): ManagedResource {
  return { ...resource, status: { ...resource.status, atProvider: { ...resource.status?.atProvider, status } } }
}

test('the certificate is for every host name, and validated by DNS', () =>
  expect(asked(composition, certificate)).toMatchObject({
    domainName: 'tasks.example.com',
    subjectAlternativeNames: ['tasks.example.com', 'grafana.example.com'],
    validationMethod: 'DNS',
  }))

test('the validation waits for a record of each name', () =>
  expect(asked(composition, validation)).toMatchObject({
    certificateArnRef: { name: `tasks-edge-${certificate}` },
    validationRecordFqdns: [
      expect.stringMatching(/^_[0-9a-f]+\.tasks\.example\.com$/),
      expect.stringMatching(/^_[0-9a-f]+\.grafana\.example\.com$/),
    ],
  }))

describe('validation records', () => {
  const options = (names: readonly string[], record = (name: string) => `_x.${name}.`): Observed => ({
    ...pending,
    [certificate]: {
      ...(pending[certificate] as ManagedResource),
      status: {
        ...pending[certificate]?.status,
        atProvider: {
          id: 'arn:aws:acm:x',
          domainValidationOptions: names.map((domainName) => ({
            domainName,
            resourceRecordName: record(domainName),
            resourceRecordType: 'CNAME',
            resourceRecordValue: '_y.acm-validations.aws.',
          })),
        },
      },
    },
  })
  const without = (from: Observed): Observed =>
    Object.fromEntries(Object.entries(from).filter(([key]) => !/^(validation-record|certificate-validation)/.test(key)))
  const records = (given: Observed) =>
    Object.entries(composeEdge(composite, without(given)).resources)
      .filter(([key]) => key.startsWith('validation-record'))
      .map(([, { resource }]) => resource.spec.forProvider)

  test('are what ACM asks for', () =>
    expect(records(options(['tasks.example.com']))).toEqual([
      {
        zoneId: 'Z0123456789',
        name: '_x.tasks.example.com',
        type: 'CNAME',
        ttl: 300,
        records: ['_y.acm-validations.aws.'],
        allowOverwrite: true,
      },
    ]))

  test.each([
    { why: 'none before ACM has answered', names: [], count: 0 },
    { why: 'one for each name', names: ['tasks.example.com', 'grafana.example.com'], count: 2 },
    { why: 'none for a name that we did not ask for', names: ['other.example.com'], count: 0 },
  ])('$why', ({ names, count }) => expect(records(options(names))).toHaveLength(count))

  test('two names that share a record share the resource', () => {
    const shared = options(['tasks.example.com', 'grafana.example.com'], () => '_x.example.com.')
    expect(records(shared)).toHaveLength(1)
    expect(asked(composeEdge(composite, without(shared)), validation)['validationRecordFqdns']).toEqual([
      '_x.example.com',
    ])
  })

  test('do not depend on the order in which ACM answers', () => {
    const names = ['tasks.example.com', 'grafana.example.com']
    expect(records(options([...names].reverse()))).toEqual(records(options(names)))
  })

  test('while one is missing there is no validation, and the condition says so', () => {
    const { resources, conditions } = composeEdge(composite, without(options(['tasks.example.com'])))
    expect(Object.keys(resources)).not.toContain(validation)
    expect(conditions[0]?.status).toBe('False')
  })
})

describe('the listener on port 443', () => {
  test.each([
    { why: 'waits until the certificate is issued', given: pending, arn: undefined },
    {
      why: 'is there when the validation says so',
      given: { ...pending, [validation]: observed[validation] as ManagedResource },
      arn: composition.status['certificateArn'],
    },
    {
      why: 'is there when the certificate says so',
      given: { ...pending, [certificate]: observed[certificate] as ManagedResource },
      arn: composition.status['certificateArn'],
    },
  ])('$why', ({ given, arn }) =>
    expect(asked(composeEdge(composite, given), 'listener-https')['certificateArn']).toBe(arn),
  )

  test('says what it waits for', () =>
    expect(composeEdge(composite, pending).conditions[0]?.message).toContain('the certificate, to listen on port 443'))

  test('shows the certificate that is given, and none is made', () => {
    const given = settled(productionEdge({ certificateArn: givenCertificate })).composition
    expect(asked(given, 'listener-https')['certificateArn']).toBe(givenCertificate)
    expect(given.status['certificateArn']).toBe(givenCertificate)
    expect(keyOf('Certificate', given)).toBe('no Certificate')
    expect(keyOf('CertificateValidation', given)).toBe('no CertificateValidation')
  })
})

describe('another list of names', () => {
  const more = productionEdge({ alternativeNames: ['www.example.com'] })
  const rounds = roundsOf(more, observed)
  const next = keyOf('Certificate', settled(more).composition)

  test('is another certificate', () => expect(next).not.toBe(certificate))

  test('whose predecessor stays until the listener shows the new one, and goes then', () => {
    const shownIn = rounds.map(({ observed }) => observed['listener-https']?.spec.forProvider['certificateArn'])
    const both = rounds.filter(({ composition: { resources } }) => certificate in resources && next in resources)
    expect(both.length).toBeGreaterThan(1)
    for (const { composition, observed } of rounds) {
      const shown = observed['listener-https']?.spec.forProvider['certificateArn']
      if (shown === shownIn[0]) expect(Object.keys(composition.resources)).toContain(certificate)
    }
    expect(Object.keys(rounds.at(-1)?.composition.resources ?? {})).not.toContain(certificate)
  })

  test('and the listener is never without one', () => {
    for (const { composition } of rounds)
      expect(asked(composition, 'listener-https')['certificateArn']).toMatch(/^arn:aws:acm:/)
  })

  test('in another order is the same certificate', () => {
    const names = ['b.example.com', 'a.example.com']
    const one = settled(productionEdge({ alternativeNames: names })).composition
    const two = settled(productionEdge({ alternativeNames: [...names].reverse() })).composition
    expect(keyOf('Certificate', one)).toBe(keyOf('Certificate', two))
  })
})

test('a first name that is too long for a common name gives way to a shorter one', () => {
  const hostname = `${'a'.repeat(60)}.example.com`
  const { composition } = settled(productionEdge({ hostname }))
  expect(asked(composition, keyOf('Certificate', composition))).toMatchObject({
    domainName: 'grafana.example.com',
    subjectAlternativeNames: ['grafana.example.com', hostname],
  })
})
