import { compose } from '@taskplatform/compositions/layers'
import type { Observed } from '@taskplatform/compositions/observed'
import { describe, expect, test } from 'vitest'
import type { Attributes } from '../service/aws-resource.ts'
import { type Composite, layered, withSpec } from '../test/layered.ts'
import { type Render, renderingIn } from '../test/rendered.ts'
import { testAccount } from '../test/test-account.ts'
import { keyIsAlive } from './kms/usable-key.ts'

/** The Secret from which the token of the cache is copied. */
const tokens = { 'example-cache-auth-token/auth-token': 'a-token-of-sixteen-letters' }

/** Composes from what the twin holds. */
const render =
  (composite: Composite): Render =>
  (observed) =>
    compose(composite, observed as unknown as Observed)

const { example, forData, forEdge } = layered

const unprotected = (composite: Composite): Composite =>
  withSpec(composite, 'deletionProtection' in composite.spec ? { deletionProtection: false } : {})

describe('AWS accepts, and lets go,', () => {
  test.each(layered.all)('$file', async ({ file, given }) => {
    const aws = testAccount()
    const composite = withSpec(example(file), await given(aws))
    const { make, unmake } = renderingIn(aws, tokens)
    expect(await make(render(composite))).toEqual([])
    expect(await make(render(unprotected(composite)))).toEqual([])
    expect(await unmake()).toEqual([])
  })
})

describe('AWS lets an edge change', () => {
  test.each<{ why: string; from?: Attributes; to: Attributes }>([
    { why: 'its host names', to: { alternativeNames: ['tasks.example.org', 'www.tasks.example.com'] } },
    { why: 'its hosted zone', to: { hostedZoneId: 'Z9876543210' } },
    { why: 'its web ACL', to: { webAclArn: 'arn:aws:wafv2:ap-northeast-1:111122223333:regional/webacl/other/0a1b' } },
    { why: 'to no web ACL', to: { webAclArn: undefined } },
    { why: 'to no access logs', to: { accessLogs: { enabled: false, retentionDays: 90 } } },
    { why: 'to access logs', from: { accessLogs: { enabled: false, retentionDays: 90 } }, to: {} },
    { why: 'to no Grafana', to: { grafanaHostname: undefined } },
    {
      why: 'to a certificate that somebody brings along',
      to: {
        certificateArn: 'arn:aws:acm:ap-northeast-1:111122223333:certificate/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
      },
    },
    {
      why: 'to no host name',
      to: Object.fromEntries(
        ['hostname', 'grafanaHostname', 'alternativeNames', 'hostedZoneId'].map((name) => [name, undefined]),
      ),
    },
  ])('$why', async ({ from = {}, to }) => {
    const aws = testAccount()
    const composite = unprotected(withSpec(example('edge/examples/production.yaml'), await forEdge(aws)))
    const given = aws.account.list()
    const { make, unmake } = renderingIn(aws)
    expect(await make(render(withSpec(composite, from)))).toEqual([])
    expect(await make(render(withSpec(composite, to)))).toEqual([])
    expect(await unmake()).toEqual([])
    expect(aws.account.list()).toEqual(given)
  })
})

test('observability grows as the other layers appear, and shrinks again', async () => {
  const { make, unmake } = renderingIn(testAccount())
  const whole = example('observability/examples/production.yaml')
  const { region, accountId, emails } = whole.spec
  const early = { ...whole, spec: { region, accountId, emails } }
  for (const composite of [early, whole, early]) expect(await make(render(composite))).toEqual([])
  expect(await unmake()).toEqual([])
})

test('what a database leaves behind can be decrypted, and a new one made of it', async () => {
  const aws = testAccount()
  const network = await forData(aws)
  const { make, unmake } = renderingIn(aws)
  const composite = unprotected(withSpec(example('database/examples/production.yaml'), network))
  expect(await make(render(composite))).toEqual([])
  expect(await unmake()).toEqual([])

  const world = aws.account.world('ap-northeast-1')
  const [snapshot, ...others] = world.all('DBSnapshot')
  expect(others).toEqual([])
  expect(snapshot?.attributes['kmsKeyId']).toMatch(/^arn:aws:kms:/)
  expect(keyIsAlive(world, snapshot?.attributes['kmsKeyId'])).toBe(true)

  const restored = example('database/examples/restored.yaml')
  const { vpcId, subnetIds } = network
  const from = withSpec(restored, { vpcId, subnetIds, restore: { snapshotIdentifier: snapshot?.id } })
  expect(await renderingIn(aws).make(render(from))).toEqual([])
})
