import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../../../operator/test/memory/clock.ts'
import { createClusterTokens } from './cluster-tokens.ts'

const principalArn = 'arn:aws:iam::111122223333:role/me'
const request = { region: 'ap-northeast-1', cluster: 'one', principalArn, livesMs: 15 * 60_000 }

const world = () => {
  const clock = createFakeClock()
  return { clock, tokens: createClusterTokens('key', clock) }
}

describe('a token for a cluster', () => {
  test('is the address of a signed call, as clients of EKS expect it', () => {
    const token = world().tokens.sign(request)
    expect(token).toMatch(/^k8s-aws-v1\.[A-Za-z0-9_-]+$/)
    expect(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString()).toMatch(
      /^https:\/\/sts\.ap-northeast-1\.amazonaws\.com\/\?Action=GetCallerIdentity&.*X-Amz-Expires=900&.*X-Amz-Signature=[0-9a-f]{64}$/,
    )
  })

  test.each([
    { why: 'at once', afterMs: 0, principal: principalArn },
    { why: 'just before its end', afterMs: 15 * 60_000 - 1, principal: principalArn },
    { why: 'at its end', afterMs: 15 * 60_000, principal: undefined },
  ])('$why tells: $principal', async ({ afterMs, principal }) => {
    const { clock, tokens } = world()
    const token = tokens.sign(request)
    await clock.advance(afterMs)
    expect(tokens.principalOf('one', token)).toBe(principal)
  })

  test('lives fifteen minutes, however long was asked for', async () => {
    const { clock, tokens } = world()
    const token = tokens.sign({ ...request, livesMs: 60 * 60_000 })
    await clock.advance(15 * 60_000)
    expect(tokens.principalOf('one', token)).toBeUndefined()
  })

  test.each([
    { why: 'another cluster', read: (token: string) => world().tokens.principalOf('two', token) },
    {
      why: 'another principal in the same token',
      read: (token: string) => {
        const address = Buffer.from(token.slice(11), 'base64url').toString()
        const forged = address.replace(
          /Security-Token=[^&]+/,
          `Security-Token=${Buffer.from('arn').toString('base64url')}`,
        )
        return world().tokens.principalOf('one', `k8s-aws-v1.${Buffer.from(forged).toString('base64url')}`)
      },
    },
    {
      why: 'the key of another account',
      read: (token: string) => createClusterTokens('other', createFakeClock()).principalOf('one', token),
    },
    { why: 'a token of another sort', read: () => world().tokens.principalOf('one', 'eyJhbGciOi') },
    { why: 'nonsense', read: () => world().tokens.principalOf('one', 'k8s-aws-v1.AAAA') },
  ])('tells nobody to $why', ({ read }) => expect(read(world().tokens.sign(request))).toBeUndefined())
})
