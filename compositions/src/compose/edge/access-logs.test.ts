import { describe, expect, test } from 'vitest'
import { productionEdge } from '../../../test/edge.ts'
import { account, settled, withCondition } from '../../../test/observed.ts'
import type { Composition } from '../../composition.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import { composeEdge } from './edge.ts'

const on = productionEdge()
const off = productionEdge({ accessLogs: { enabled: false, retentionDays: 90 } })
const logging = settled(on)
const { composition, observed } = logging

const asked = ({ resources }: Composition, key: string) => resources[key]?.resource.spec.forProvider ?? {}
const made = ({ resources }: Composition) => Object.keys(resources).filter((key) => key.startsWith('access-logs'))
const bucket = String(composition.status['accessLogBucket'])

describe('the bucket', () => {
  test('has a name that no other platform, account or region has', () => {
    const elsewhere = [
      productionEdge({}, { namespace: 'team', name: 'tasks-tasks-edge' }),
      productionEdge({ accountId: '444455556666' }),
      productionEdge({ region: 'eu-west-1' }),
    ].map((composite) => settled(composite).composition.status['accessLogBucket'])
    expect(new Set([bucket, ...elsewhere]).size).toBe(4)
    for (const name of [bucket, ...elsewhere]) expect(name).toMatch(/^[a-z0-9-]{3,63}$/)
  })

  test('keeps its name when the account is learned in another way', () => {
    const { resources } = composeEdge(productionEdge({ accountId: '444455556666' }), observed)
    expect(resources['access-logs']?.resource.metadata.annotations).toEqual(
      composition.resources['access-logs']?.resource.metadata.annotations,
    )
  })

  test('is closed to the public, encrypted, without ACLs, and keeps what somebody overwrites', () => {
    expect(asked(composition, 'access-logs-public-access-block')).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    })
    expect(asked(composition, 'access-logs-ownership')['rule']).toEqual({ objectOwnership: 'BucketOwnerEnforced' })
    expect(asked(composition, 'access-logs-encryption')['rule']).toEqual([
      { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } },
    ])
    expect(asked(composition, 'access-logs-versioning')['versioningConfiguration']).toEqual({ status: 'Enabled' })
  })

  test('forgets what is older than asked', () =>
    expect(asked(composition, 'access-logs-retention')['rule']).toEqual([
      expect.objectContaining({ status: 'Enabled', expiration: [{ days: 90 }] }),
    ]))
})

describe('the policy of the bucket', () => {
  const [delivery, tls, ...others] = JSON.parse(String(asked(composition, 'access-logs-policy')['policy'])).Statement

  test('admits the log delivery of load balancers of this account and region, and nobody else', () => {
    expect(delivery).toEqual({
      Sid: 'LogDelivery',
      Effect: 'Allow',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${bucket}/AWSLogs/${account}/*`,
      Condition: {
        ArnLike: { 'aws:SourceArn': `arn:aws:elasticloadbalancing:ap-northeast-1:${account}:loadbalancer/*` },
      },
    })
    expect(others).toEqual([])
  })

  test('refuses everybody who comes without TLS', () =>
    expect(tls).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }))
})

describe('logging', () => {
  const policyMissing = {
    ...Object.fromEntries(Object.entries(observed).filter(([key]) => key !== 'load-balancer')),
    'access-logs-policy': withCondition(observed['access-logs-policy'] as ManagedResource, 'Ready', 'False'),
  }

  test('starts when the policy is in place: AWS tries to write at once', () => {
    const waiting = composeEdge(on, policyMissing)
    expect(asked(waiting, 'load-balancer')).not.toHaveProperty('accessLogs')
    expect(asked(composition, 'load-balancer')['accessLogs']).toEqual({
      enabled: true,
      bucketRef: { name: 'tasks-edge-access-logs' },
    })
  })

  test('goes on when the policy is troubled', () => {
    const troubled = { ...policyMissing, 'load-balancer': observed['load-balancer'] as ManagedResource }
    expect(asked(composeEdge(on, troubled), 'load-balancer')['accessLogs']).toMatchObject({ enabled: true })
  })

  test('that is turned off is said to be off, and what was logged stays', () => {
    const turnedOff = settled(off, observed).composition
    expect(asked(turnedOff, 'load-balancer')['accessLogs']).toMatchObject({ enabled: false })
    expect(made(turnedOff)).toEqual(made(composition))
  })

  test('that was never on has no bucket', () => {
    const never = settled(off).composition
    expect(made(never)).toEqual([])
    expect(asked(never, 'load-balancer')).not.toHaveProperty('accessLogs')
  })

  test('goes on when nothing tells the account any more', () => {
    const lost = Object.fromEntries(
      Object.entries(observed).map(([key, { status: _, ...one }]) => [key, one satisfies ManagedResource]),
    )
    const { resources } = composeEdge(on, lost)
    for (const key of made(composition)) expect(resources[key]?.resource).toEqual(composition.resources[key]?.resource)
  })

  test('waits for the account where nobody gives it', () => {
    expect(made(composeEdge(on, {}))).toEqual([])
    expect(made(composeEdge(productionEdge({ accountId: account }), {}))).toHaveLength(7)
  })
})
