import { expect, test } from 'vitest'
import type { ManagedResource } from '../managed-resource.ts'
import { accountOf } from './account.ts'

const resource = (kind: string, forProvider: object, atProvider: object = {}): ManagedResource => ({
  apiVersion: 'kms.aws.m.upbound.io/v1beta1',
  kind,
  metadata: { name: 'it', namespace: 'team-tasks' },
  spec: { forProvider: { ...forProvider } },
  status: { atProvider: { ...atProvider } },
})

test.each([
  { why: 'what was given is believed', given: '111122223333', observed: {}, account: '111122223333' },
  { why: 'nothing tells before anything is made', given: undefined, observed: {}, account: undefined },
  {
    why: 'the ARN of what was made tells',
    given: undefined,
    observed: { key: resource('Key', {}, { arn: 'arn:aws-cn:kms:cn-north-1:444455556666:key/k' }) },
    account: '444455556666',
  },
  {
    why: 'so does the owner of a security group',
    given: undefined,
    observed: { group: resource('SecurityGroup', {}, { ownerId: '444455556666' }) },
    account: '444455556666',
  },
  {
    why: 'an ARN without an account tells nothing, and one of somebody else neither',
    given: undefined,
    observed: {
      bucket: resource('Bucket', {}, { arn: 'arn:aws:s3:::logs' }),
      events: resource('EventSubscription', { snsTopic: 'arn:aws:sns:eu-west-1:999999999999:theirs' }),
      policy: resource('BucketPolicy', { policy: '{"Principal":{"AWS":"arn:aws:iam::127311923021:root"}}' }),
    },
    account: undefined,
  },
  {
    why: 'with every status lost, a key policy of ours still tells',
    given: undefined,
    observed: { key: resource('Key', { policy: '{"Principal":{"AWS":"arn:aws:iam::444455556666:root"}}' }) },
    account: '444455556666',
  },
  {
    why: 'and so does a trust policy',
    given: undefined,
    observed: {
      role: resource('Role', { assumeRolePolicy: '{"StringEquals":{"aws:SourceAccount":"444455556666"}}' }),
    },
    account: '444455556666',
  },
  {
    why: 'and the policy of a repository',
    given: undefined,
    observed: { policy: resource('RepositoryPolicy', { policy: '{"AWS":"arn:aws:iam::444455556666:root"}' }) },
    account: '444455556666',
  },
  {
    why: 'and that of a secret',
    given: undefined,
    observed: { policy: resource('SecretPolicy', { policy: '{"aws:PrincipalAccount":"444455556666"}' }) },
    account: '444455556666',
  },
])('$why', ({ given, observed, account }) => expect(accountOf(given, observed)).toBe(account))
