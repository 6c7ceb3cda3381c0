import { describe, expect, test } from 'vitest'
import { observationOf } from '../../provider/observation.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import { kindOf, type TestAccount, testAccount } from '../../test/test-account.ts'
import { policyOf, said } from '../../test/test-edge.ts'

const arn = 'arn:aws:sns:ap-northeast-1:111122223333:page'
const publish = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: arn,
  ...more,
})
const policy =
  (...statements: object[]) =>
  async (aws: TestAccount): Promise<unknown> => {
    await aws.make('Topic', {}, 'page')
    return aws.ask('TopicPolicy', { arn, policy: policyOf(...statements) })
  }
const subscription =
  (more: Attributes) =>
  async (aws: TestAccount): Promise<unknown> => {
    await aws.make('Topic', {}, 'page')
    return aws.ask('TopicSubscription', { topicArn: arn, protocol: 'email', endpoint: 'a@example.com', ...more })
  }

describe('SNS judges', () => {
  test.each<{ why: string; call: (aws: TestAccount) => Promise<unknown>; says: string | RegExp | undefined }>([
    { why: 'a topic is fine', call: (aws) => aws.ask('Topic', {}, 'page'), says: undefined },
    {
      why: 'a name has no dots',
      call: (aws) => aws.ask('Topic', {}, 'a.b'),
      says: 'InvalidParameter: Invalid parameter: Topic Name',
    },
    {
      why: 'the key of SNS is fine',
      call: (aws) => aws.ask('Topic', { kmsMasterKeyId: 'alias/aws/sns' }, 'page'),
      says: undefined,
    },
    {
      why: 'a key exists',
      call: (aws) => aws.ask('Topic', { kmsMasterKeyId: 'none' }, 'page'),
      says: "NotFoundException: Key 'none' does not exist",
    },
    { why: 'a policy is fine', call: policy(publish()), says: undefined },
    {
      why: 'a policy has a topic',
      call: (aws) => aws.ask('TopicPolicy', { arn, policy: policyOf(publish()) }),
      says: 'NotFound: Topic does not exist',
    },
    {
      why: 'a policy names its actions one by one',
      call: policy(publish({ Action: 'sns:*' })),
      says: 'InvalidParameter: Invalid parameter: Policy statement action out of service scope!',
    },
    {
      why: 'a policy is about its topic',
      call: policy(publish({ Resource: '*' })),
      says: 'InvalidParameter: Invalid parameter: Policy statement must apply to a single resource',
    },
    {
      why: 'a policy is about roles that exist',
      call: policy(publish({ Principal: { AWS: 'arn:aws:iam::111122223333:role/none' } })),
      says: 'InvalidParameter: Invalid parameter: Policy Error: PrincipalNotFound',
    },
    { why: 'a subscription is fine', call: subscription({}), says: undefined },
    {
      why: 'mail goes to an address',
      call: subscription({ endpoint: 'oncall' }),
      says: 'InvalidParameter: Invalid parameter: Email address',
    },
    {
      why: 'protocols are known',
      call: subscription({ protocol: 'pigeon' }),
      says: 'InvalidParameter: Invalid parameter: Amazon SNS does not support this protocol string: pigeon',
    },
    {
      why: 'a subscription has a topic',
      call: subscription({ topicArn: `${arn}-none` }),
      says: 'NotFound: Topic does not exist',
    },
  ])('$why', async ({ call, says }) => {
    const answer = said(await call(testAccount()))
    if (says instanceof RegExp) expect(answer).toMatch(says)
    else expect(answer).toBe(says)
  })
})

describe('a topic', () => {
  test('shows its ARN as id', async () => {
    const aws = testAccount()
    const topic = await aws.make('Topic', {}, 'page')
    expect(observationOf(kindOf('Topic'), aws.account.world('ap-northeast-1'), topic)).toMatchObject({ id: arn, arn })
  })

  test('takes policy and subscriptions with it; mail waits for whoever gets it', async () => {
    const aws = testAccount()
    const topic = await aws.make('Topic', {}, 'page')
    await aws.make('TopicPolicy', { arn, policy: policyOf(publish()) })
    const mail = { topicArn: arn, protocol: 'email', endpoint: 'a@example.com' }
    const subscribed = await aws.make('TopicSubscription', mail)
    expect(subscribed.attributes).toMatchObject({ pendingConfirmation: true, arn: subscribed.id })
    await aws.remove(topic)
    expect(aws.account.list()).toEqual([])
  })
})
