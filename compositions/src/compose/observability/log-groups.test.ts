import { expect, test } from 'vitest'
import { earlyObservability } from '../../../test/observability.ts'
import { settled, withCondition } from '../../../test/observed.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import type { Observed } from '../../observed.ts'
import { composeObservability } from './observability.ts'

const composite = earlyObservability()
const { composition, observed } = settled(composite)
const plain = earlyObservability({ customKey: false })

const groupsIn = (given: unknown, observed: Observed) =>
  Object.keys(composeObservability(given, observed).resources).filter((key) => key.startsWith('log-group'))

const all = ['log-group-api', 'log-group-web', 'log-group-system']
const only = (...keys: readonly string[]): Observed =>
  Object.fromEntries(Object.entries(observed).filter(([key]) => keys.includes(key)))

const withoutPolicy = ({ spec, ...rest }: ManagedResource): ManagedResource => {
  const { policy: _, ...forProvider } = spec.forProvider
  return { ...rest, spec: { ...spec, forProvider } }
}

test.each([
  { why: 'none before the key', given: composite, observed: {}, keys: [] },
  {
    why: 'none while the key has the policy that AWS gives: the logs service is not in it',
    given: composite,
    observed: { key: withoutPolicy(observed['key'] as ManagedResource) },
    keys: [],
  },
  {
    why: 'none while the key is troubled',
    given: composite,
    observed: { key: withCondition(observed['key'] as ManagedResource, 'Synced', 'False', { message: 'no' }) },
    keys: [],
  },
  { why: 'all of them with the key', given: composite, observed: only('key'), keys: all },
  {
    why: 'those that exist, whatever becomes of the key',
    given: composite,
    observed: only('log-group-web'),
    keys: ['log-group-web'],
  },
  { why: 'at once without the key', given: plain, observed: {}, keys: all },
])('log groups: $why', ({ given, observed, keys }) => expect(groupsIn(given, observed)).toEqual(keys))

test('they are encrypted, and keep logs as long as asked', () => {
  for (const key of all)
    expect(composition.resources[key]?.resource.spec.forProvider).toMatchObject({
      retentionInDays: 30,
      kmsKeyIdRef: { name: 'tasks-observability-key' },
    })
})

test('without the key they are encrypted by AWS, and the topics with the key all the same', () => {
  const { resources } = settled(plain).composition
  expect(resources['log-group-api']?.resource.spec.forProvider).not.toHaveProperty('kmsKeyIdRef')
  expect(resources['topic-page']?.resource.spec.forProvider).toHaveProperty('kmsMasterKeyId')
})

test('the status names each with the ARN that policies want, without the star of its streams', () => {
  const starred = { ...observed, 'log-group-api': withStar(observed['log-group-api'] as ManagedResource) }
  expect(composeObservability(composite, starred).status.logGroups?.[0]).toEqual({
    name: 'api',
    logGroupName: '/taskplatform/team-tasks/tasks-observability/api',
    arn: expect.stringMatching(/^arn:aws:logs:.*:log-group:\/taskplatform\/team-tasks\/tasks-observability\/api$/),
  })
})

const withStar = (one: ManagedResource): ManagedResource => ({
  ...one,
  status: { ...one.status, atProvider: { ...one.status?.atProvider, arn: `${one.status?.atProvider?.['arn']}:*` } },
})
