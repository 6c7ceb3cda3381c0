import { describe, expect, test } from 'vitest'
import { earlyObservability, fullObservability } from '../../../test/observability.ts'
import { account, settled } from '../../../test/observed.ts'
import type { Composition } from '../../composition.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import { composeObservability } from './observability.ts'

const { composition, observed } = settled(fullObservability())

const asked = ({ resources }: Composition, key: string) => resources[key]?.resource.spec.forProvider ?? {}
const statementsIn = (key: string) => JSON.parse(String(asked(composition, key)['policy'])).Statement
const arnOf = (severity: string) => composition.status[`${severity}TopicArn`]

describe.each(['page', 'ticket'])('the topic %s', (severity) => {
  test('is encrypted with the key of the layer', () =>
    expect(asked(composition, `topic-${severity}`)['kmsMasterKeyId']).toBe(composition.resources['key'] && idOf('key')))

  test('is not made before the key, and says so', () => {
    const first = composeObservability(earlyObservability(), {})
    expect(Object.keys(first.resources)).not.toContain(`topic-${severity}`)
  })

  test('stays encrypted when nothing is known of the key', () => {
    const { key: _, ...rest } = observed
    expect(asked(composeObservability(fullObservability(), rest), `topic-${severity}`)['kmsMasterKeyId']).toBe(
      idOf('key'),
    )
  })

  test('has a name that no other platform has', () => {
    const nameIn = ({ resources }: Composition) =>
      resources[`topic-${severity}`]?.resource.metadata.annotations?.['crossplane.io/external-name']
    const other = settled(earlyObservability({}, { namespace: 'team', name: 'tasks-tasks-observability' })).composition
    expect(nameIn(composition)).toMatch(/^[a-z0-9-]{1,256}$/)
    expect(nameIn(other)).not.toBe(nameIn(composition))
  })
})

const idOf = (key: string) => observed[key]?.status?.atProvider?.['id']

describe('who may publish', () => {
  const alarms = (severity: string) => ({
    Sid: 'Alarms',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: arnOf(severity),
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:ap-northeast-1:${account}:alarm:*` },
    },
  })

  test('a page: alarms of this account and region, and nobody else', () =>
    expect(statementsIn('topic-policy-page')).toEqual([alarms('page')]))

  test('a ticket: RDS too', () =>
    expect(statementsIn('topic-policy-ticket')).toEqual([
      alarms('ticket'),
      {
        ...alarms('ticket'),
        Sid: 'Database',
        Principal: { Service: 'events.rds.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:aws:rds:ap-northeast-1:${account}:*` },
        },
      },
    ]))

  test('with the key: the same services for this account, identities through SNS, logs for our groups', () => {
    const statements = statementsIn('key') as { Sid: string; Principal: object; Condition?: object }[]
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      'Account',
      'Servicecloudwatch',
      'Serviceeventsrds',
      'ThroughServices',
      'LogGroups',
    ])
    expect(JSON.stringify(statements.map(({ Principal }) => Principal))).not.toContain('"*"')
    for (const { Sid, Condition } of statements) if (Sid !== 'Account') expect(Condition).toBeDefined()
  })
})

describe('mail', () => {
  test('goes to the addresses of each topic', () => {
    const subscriptions = Object.values(composition.resources)
      .map(({ resource }) => resource)
      .filter(({ kind }) => kind === 'TopicSubscription')
      .map(({ spec }) => spec.forProvider)
    expect(subscriptions).toEqual([
      expect.objectContaining({
        protocol: 'email',
        endpoint: 'oncall@example.com',
        topicArnRef: { name: 'tasks-observability-topic-page' },
      }),
      expect.objectContaining({
        protocol: 'email',
        endpoint: 'team@example.com',
        topicArnRef: { name: 'tasks-observability-topic-ticket' },
      }),
    ])
  })

  test('no address stands in the name of an object', () =>
    expect(Object.keys(composition.resources).join()).not.toContain('@'))

  test('who has not confirmed is named', () => {
    const pending = Object.fromEntries(
      Object.entries(observed).map(([key, one]) => [key, key.startsWith('subscription-page') ? unconfirmed(one) : one]),
    )
    expect(composition.status['unconfirmedEmails']).toEqual([])
    const { status, ready } = composeObservability(fullObservability(), pending)
    expect(status.unconfirmedEmails).toEqual(['oncall@example.com'])
    expect(ready).toBe(true)
  })

  const unconfirmed = (one: ManagedResource): ManagedResource => ({
    ...one,
    status: { ...one.status, atProvider: { ...one.status?.atProvider, pendingConfirmation: true } },
  })
})
