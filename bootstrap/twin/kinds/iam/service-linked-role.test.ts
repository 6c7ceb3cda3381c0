import { expect, test } from 'vitest'
import { isRefusal } from '../../service/refusal.ts'
import { testAccount } from '../../test/test-account.ts'

const arn = 'arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'
const asked = { awsServiceName: 'autoscaling.amazonaws.com' }
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
    { Effect: 'Allow', Principal: { AWS: arn }, Action: 'kms:CreateGrant', Resource: '*' },
  ],
})
const said = (answer: unknown): string | undefined => (isRefusal(answer) ? answer.message : undefined)

test('the role of a service has the name and path that AWS decided on', async () => {
  const made = await testAccount().make('ServiceLinkedRole', asked)
  expect(made).toMatchObject({
    id: arn,
    attributes: {
      arn,
      name: 'AWSServiceRoleForAutoScaling',
      path: '/aws-service-role/autoscaling.amazonaws.com/',
    },
  })
})

test('there is one in an account', async () => {
  const aws = testAccount()
  await aws.make('ServiceLinkedRole', asked)
  expect(said(await aws.ask('ServiceLinkedRole', asked))).toBe(
    'Service role name AWSServiceRoleForAutoScaling has been taken in this account, please try a different suffix.',
  )
})

test('services that have none are refused', async () =>
  expect(said(await testAccount().ask('ServiceLinkedRole', { awsServiceName: 'nothing.amazonaws.com' }))).toBe(
    'Service nothing.amazonaws.com does not support service-linked roles',
  ))

test('a key policy may name it once it is there, and not before', async () => {
  const aws = testAccount()
  expect(said(await aws.ask('Key', { policy }))).toMatch('invalid principals')
  await aws.make('ServiceLinkedRole', asked)
  expect(said(await aws.ask('Key', { policy }))).toBeUndefined()
})
