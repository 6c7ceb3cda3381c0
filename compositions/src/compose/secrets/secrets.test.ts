import { platformSecretsStatus } from '@taskplatform/crds/layers/secrets'
import { describe, expect, test } from 'vitest'
import { documentIn, givenAccount, kept, plainSecrets } from '../../../test/data.ts'
import { losses, mishaps } from '../../../test/losses.ts'
import { account, settled } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import { composeSecrets } from './secrets.ts'

const withToken = plainSecrets({
  cacheTokenSecretRef: { name: 'tasks-cache-auth-token', key: 'auth-token', revision: '1' },
})

const { composition, observed } = settled(plainSecrets())

const asked = (key: string, { resources } = composition) => resources[key]?.resource.spec.forProvider

test('three secrets with their policies, and no value', () => {
  expect(Object.keys(composition.resources)).toEqual([
    'key',
    'secret-database',
    'secret-policy-database',
    'secret-jwt',
    'secret-policy-jwt',
    'secret-cache',
    'secret-policy-cache',
  ])
  expect(composition.ready).toBe(true)
})

test.each([
  { name: 'database', madeBy: 'rotation-job', says: 'made and rotated by the rotation Job' },
  { name: 'jwt', madeBy: 'rotation-job', says: 'made and rotated by the rotation Job' },
  { name: 'cache', madeBy: 'cache-provider', says: 'rotated by the operator' },
])('the secret $name says who makes its value', ({ name, madeBy, says }) => {
  expect(asked(`secret-${name}`)).toMatchObject({
    description: expect.stringContaining(says),
    tags: { 'taskplatform.dev/made-by': madeBy },
  })
})

test('with all tags of a user there is room for ours and those of the provider', () => {
  const tags = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`tag-${index}`, 'x']))
  const written = asked('secret-jwt', settled(plainSecrets({ tags })).composition)?.['tags'] as object
  expect(Object.keys(written).length + 3).toBeLessThanOrEqual(50)
})

describe('the token of the cache', () => {
  const versions = ({ resources }: typeof composition) =>
    Object.entries(resources).filter(([, { resource }]) => resource.kind === 'SecretVersion')

  test('has no value as long as its Secret is not known', () => expect(versions(composition)).toEqual([]))

  test('is copied by the provider, and stands in no spec', () =>
    expect(
      versions(settled(withToken).composition).map(([key, { resource }]) => [key, resource.spec.forProvider]),
    ).toEqual([
      [
        'secret-version-cache-1',
        {
          region: 'ap-northeast-1',
          secretIdRef: { name: 'tasks-secrets-secret-cache' },
          secretStringSecretRef: { name: 'tasks-cache-auth-token', key: 'auth-token' },
        },
      ],
    ]))

  test('is read again with another revision', () => {
    const rotated = plainSecrets({
      cacheTokenSecretRef: { name: 'tasks-cache-auth-token', key: 'auth-token', revision: '2' },
    })
    const { composition } = settled(rotated, settled(withToken).observed)
    expect(versions(composition).map(([key]) => key)).toEqual(['secret-version-cache-2'])
  })
})

describe('policies', () => {
  test('nobody reads a secret in clear text, or from another account', () =>
    expect(documentIn(composition, 'secret-policy-jwt').Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      expect.objectContaining({
        Effect: 'Deny',
        Condition: expect.objectContaining({ StringNotEquals: { 'aws:PrincipalAccount': account } }),
      }),
    ]))

  test('they allow nothing by themselves, and AWS refuses a public one', () => {
    expect(asked('secret-policy-jwt')).toMatchObject({ blockPublicPolicy: true })
    expect(JSON.stringify(asked('secret-policy-jwt'))).not.toContain('Allow')
  })

  test('they wait for the account, if nobody gave it', () => {
    const first = composeSecrets(plainSecrets({ customKey: false }), {})
    expect(first.resources['secret-policy-jwt']).toBeUndefined()
    expect(first.ready).toBe(false)
    expect(composeSecrets(plainSecrets({ accountId: givenAccount }), {}).resources).toHaveProperty('secret-policy-jwt')
  })

  test('the key serves Secrets Manager, and nothing else', () => {
    const [, services, ...others] = documentIn(composition, 'key').Statement
    expect(services).toMatchObject({
      Condition: { StringEquals: { 'kms:ViaService': ['secretsmanager.ap-northeast-1.amazonaws.com'] } },
    })
    expect(others).toEqual([])
  })
})

describe('the recovery window', () => {
  test.each([
    { days: 0, key: 7 },
    { days: 7, key: 7 },
    { days: 30, key: 30 },
  ])('$days days for a secret, $key for the key', ({ days, key }) => {
    const { composition } = settled(plainSecrets({ recoveryWindowDays: days }))
    expect(asked('secret-jwt', composition)).toMatchObject({ recoveryWindowInDays: days })
    expect(asked('key', composition)).toMatchObject({ deletionWindowInDays: key })
  })

  test('all of it can be made again, so that nothing is kept', () => expect(kept(composition)).toEqual([]))
})

describe('names', () => {
  const named = (metadata: { namespace: string; name: string }, identifier?: string) =>
    composeSecrets(plainSecrets(identifier ? { identifier } : {}, metadata), {}).status.secrets?.[0]?.secretName

  test.each([
    { why: 'from namespace and name', identifier: undefined, name: 'taskplatform/a-b/c/database' },
    { why: 'or from the identifier that was given', identifier: 'mine', name: 'taskplatform/mine/database' },
  ])('$why', ({ identifier, name }) => expect(named({ namespace: 'a-b', name: 'c' }, identifier)).toBe(name))

  test('never meet where namespace and name run together', () =>
    expect(named({ namespace: 'a-b', name: 'c' })).not.toBe(named({ namespace: 'a', name: 'b-c' })))
})

test.each(mishaps)('nothing is lost when something $why', (mishap) => {
  for (const composite of [withToken, plainSecrets({ customKey: false })])
    for (const { observed } of roundsOf(composite)) expect(losses(composite, observed, mishap)).toEqual([])
})

test('the policies outlive the loss of every status', () => {
  const composite = plainSecrets({ customKey: false })
  const forgetful = Object.fromEntries(
    Object.entries(settled(composite).observed).map(([key, { status: _, ...one }]) => [key, one]),
  )
  expect(Object.keys(composeSecrets(composite, forgetful).resources)).toEqual(Object.keys(forgetful))
})

test('the status keeps the contract, and names every secret', () => {
  const { status } = composeSecrets(plainSecrets(), observed)
  expect(platformSecretsStatus.parse(status)).toEqual(status)
  expect(status.secrets?.map(({ name, arn }) => [name, arn?.startsWith('arn:aws:secretsmanager:')])).toEqual([
    ['database', true],
    ['jwt', true],
    ['cache', true],
  ])
})
