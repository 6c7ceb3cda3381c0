import { describe, expect, test } from 'vitest'
import { testAccount } from '../../test/test-account.ts'
import { said, testEdge } from '../../test/test-edge.ts'

const acl = 'arn:aws:wafv2:ap-northeast-1:111122223333:regional/webacl/tasks/0a1b'

describe('WAF judges', () => {
  test.each([
    { why: 'a web ACL of the region is fine', webAclArn: acl, says: undefined },
    {
      why: 'a web ACL of another region does not exist',
      webAclArn: acl.replace('ap-northeast-1', 'us-east-1'),
      says: "WAFNonexistentItemException: AWS WAF couldn't perform the operation because your resource doesn't exist.",
    },
    {
      why: 'a web ACL of CloudFront is no good',
      webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/tasks/0a1b',
      says: 'WAFInvalidParameterException: Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT',
    },
    {
      why: 'a load balancer exists',
      webAclArn: acl,
      resourceArn: 'arn:x',
      says: "WAFInvalidParameterException: Error reason: The ARN isn't valid., parameter: arn:x",
    },
  ])('$why', async ({ webAclArn, resourceArn, says }) => {
    const aws = testAccount()
    const edge = await testEdge(aws)
    const { id } = await aws.make('LB', edge.balancer())
    expect(said(await aws.ask('WebACLAssociation', { webAclArn, resourceArn: resourceArn ?? id }))).toBe(says)
  })

  test('a load balancer is active first, and takes the association with it', async () => {
    const before = testAccount()
    const edge = await testEdge(before)
    const aws = testAccount(1, [...before.entries], before.clock)
    const balancer = await aws.make('LB', edge.balancer())
    const asked = { webAclArn: acl, resourceArn: balancer.id }
    expect(await aws.ask('WebACLAssociation', asked)).toMatchObject({
      code: 'WAFUnavailableEntityException',
      wants: 'LB',
    })
    await aws.clock.advance(150_000)
    await aws.make('WebACLAssociation', asked)
    await aws.remove(balancer)
    await aws.clock.advance(60_000)
    expect(aws.account.list().map(({ kind }) => kind)).not.toContain('WebACLAssociation')
  })
})
