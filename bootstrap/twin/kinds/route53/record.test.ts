import { describe, expect, test } from 'vitest'
import type { Attributes } from '../../service/aws-resource.ts'
import { testAccount } from '../../test/test-account.ts'
import { said, testEdge } from '../../test/test-edge.ts'

const record = (more: Attributes = {}): Attributes => ({
  zoneId: 'Z0123456789',
  name: 'a.example.com',
  type: 'A',
  ttl: 60,
  records: ['198.18.0.1'],
  ...more,
})
const alias = (name: string, zoneId = 'Z14GRHDCWA56QT') =>
  record({ alias: { name, zoneId, evaluateTargetHealth: true }, ttl: undefined, records: undefined })

describe('Route 53 judges', () => {
  test.each([
    { why: 'a record is fine', given: record(), says: undefined },
    {
      why: 'a zone has an id',
      given: record({ zoneId: 'example.com' }),
      says: 'NoSuchHostedZone: No hosted zone found with ID: example.com',
    },
    {
      why: 'a record has values',
      given: record({ records: [] }),
      says: 'InvalidInput: Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=null]',
    },
    {
      why: 'a record has values or an alias',
      given: record({ alias: { name: 'x', zoneId: 'Z1' } }),
      says: 'InvalidInput: Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found more than one in Change with [Action=CREATE, Name=a.example.com., Type=A, SetIdentifier=null]',
    },
    {
      why: 'a type is known',
      given: record({ type: 'B' }),
      says: "InvalidInput: Invalid Resource Record: 'B' is no type of a record",
    },
    {
      why: 'an alias leads to a load balancer',
      given: alias('nobody.ap-northeast-1.elb.amazonaws.com'),
      says: 'InvalidChangeBatch: [Tried to create an alias that targets nobody.ap-northeast-1.elb.amazonaws.com., type A in zone Z14GRHDCWA56QT, but that target was not found]',
    },
    {
      why: 'an alias names the zone of load balancers',
      given: alias('nobody.ap-northeast-1.elb.amazonaws.com', 'Z0123456789'),
      says: 'InvalidChangeBatch: [Tried to create an alias that targets nobody.ap-northeast-1.elb.amazonaws.com., type A in zone Z0123456789, but the alias target name does not lie within the target zone]',
    },
    {
      why: 'a name and type exist once',
      given: record({ name: 'taken.example.com.' }),
      says: "InvalidChangeBatch: [Tried to create resource record set [name='taken.example.com.', type='A'] but it already exists]",
    },
    {
      why: 'a name in another zone is another name',
      given: record({ name: 'taken.example.com', zoneId: 'Z2' }),
      says: undefined,
    },
    {
      why: 'unless it may be overwritten',
      given: record({ name: 'taken.example.com', allowOverwrite: true }),
      says: undefined,
    },
    {
      why: 'another type of a name is fine',
      given: record({ name: 'taken.example.com', type: 'TXT' }),
      says: undefined,
    },
    {
      why: 'a CNAME stands alone',
      given: record({ name: 'taken.example.com', type: 'CNAME', records: ['b.example.com'] }),
      says: 'InvalidChangeBatch: [RRSet of type CNAME with DNS name taken.example.com. is not permitted as it conflicts with other records with the same DNS name in zone Z0123456789]',
    },
  ])('$why', async ({ given, says }) => {
    const aws = testAccount()
    const edge = await testEdge(aws)
    await aws.make('LB', edge.balancer())
    await aws.make('Record', record({ name: 'taken.example.com' }))
    const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    expect(said(await aws.ask('Record', asked))).toBe(says)
  })

  test('an alias of a load balancer of any region is fine', async () => {
    const aws = testAccount()
    const edge = await testEdge(aws)
    const { attributes } = await aws.make('LB', edge.balancer())
    const { ttl, records, ...given } = alias(`dualstack.${attributes['dnsName']}`, String(attributes['zoneId']))
    expect([ttl, records]).toEqual([undefined, undefined])
    const made = await aws.make('Record', given)
    expect(made).toMatchObject({ id: 'Z0123456789_a.example.com_A', attributes: { fqdn: 'a.example.com' } })
  })
})
