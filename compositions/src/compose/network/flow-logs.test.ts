import { describe, expect, test } from 'vitest'
import { productionNetwork } from '../../../test/composites.ts'
import { account, settled } from '../../../test/observed.ts'
import type { Composition } from '../../composition.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import type { Observed } from '../../observed.ts'
import { composeNetwork } from './network.ts'

const on = productionNetwork()
const off = productionNetwork({ flowLogs: { enabled: false, retentionDays: 90 } })
const logging = settled(on)

const made = ({ resources }: Composition): string[] =>
  Object.keys(resources).filter((key) => key.startsWith('flow-log'))

const all = ['flow-log-key', 'flow-log-group', 'flow-log-role', 'flow-log-role-policy', 'flow-log']

const forgetStatus = (observed: Observed): Observed =>
  Object.fromEntries(
    Object.entries(observed).map(([key, { status: _, ...rest }]) => [key, rest satisfies ManagedResource]),
  )

const forgetAccount = (observed: Observed): Observed =>
  Object.fromEntries(
    Object.entries(observed).map(([key, resource]) => {
      const { arn: _, ownerId: __, ...atProvider } = resource.status?.atProvider ?? {}
      return [key, { ...resource, status: { ...resource.status, atProvider } }]
    }),
  )

const observedWithout = (key: string): Observed =>
  Object.fromEntries(Object.entries(logging.observed).filter(([one]) => one !== key))

test.each([
  { why: 'nothing before AWS has told the account: policies name it', composite: on, observed: {}, keys: [] },
  { why: 'all of it then', composite: on, observed: logging.observed, keys: all },
  { why: 'nothing if it was never wanted', composite: off, observed: settled(off).observed, keys: [] },
  {
    why: 'turned off, the role stays while the flow log is being deleted',
    composite: off,
    observed: logging.observed,
    keys: ['flow-log-key', 'flow-log-group', 'flow-log-role', 'flow-log-role-policy'],
  },
  {
    why: 'turned off, what was logged stays, and can be read',
    composite: off,
    observed: observedWithout('flow-log'),
    keys: ['flow-log-key', 'flow-log-group'],
  },
  {
    why: 'a lost status deletes nothing: the account still stands in what was made with it',
    composite: on,
    observed: forgetStatus(logging.observed),
    keys: all,
  },
])('$why', ({ composite, observed, keys }) => expect(made(composeNetwork(composite, observed))).toEqual(keys))

test('until the account is known, the composite is not ready and says why', () => {
  const { ready, conditions } = composeNetwork(on, forgetAccount(settled(off).observed))
  expect(ready).toBe(false)
  expect(conditions[0]?.message).toBe('Waiting for the account that owns the VPC, to log its traffic')
})

describe('policies', () => {
  const field = (key: string, name: string) =>
    JSON.parse(String(logging.composition.resources[key]?.resource.spec.forProvider[name]))
  const logGroup = `arn:aws:logs:ap-northeast-1:${account}:log-group:/taskplatform/team-tasks/tasks-network/flow-logs`

  test('only flow logs of this account and region take the role', () =>
    expect(field('flow-log-role', 'assumeRolePolicy').Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:aws:ec2:ap-northeast-1:${account}:vpc-flow-log/*` },
        },
      }),
    ]))

  test('the role writes to one log group and nowhere else', () => {
    const [write, look] = field('flow-log-role-policy', 'policy').Statement
    expect(write.Resource).toEqual([logGroup, `${logGroup}:*`])
    expect(look).toMatchObject({ Action: 'logs:DescribeLogGroups' })
  })

  test('the key serves the account and this log group, never a wildcard principal', () => {
    const [owner, logs] = field('flow-log-key', 'policy').Statement
    expect(owner.Principal).toEqual({ AWS: `arn:aws:iam::${account}:root` })
    expect(logs.Condition).toEqual({ ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': [logGroup] } })
  })

  test('the key rotates, and the group keeps logs as long as asked', () => {
    expect(logging.composition.resources['flow-log-key']?.resource.spec.forProvider).toMatchObject({
      enableKeyRotation: true,
    })
    expect(logging.composition.resources['flow-log-group']?.resource.spec.forProvider).toMatchObject({
      retentionInDays: 365,
    })
  })
})
