import { platformRegistrySpec, platformRegistryStatus } from '@taskplatform/crds/layers/registry'
import { structural } from '@taskplatform/crds/structural'
import { describe, expect, test } from 'vitest'
import { documentIn, givenAccount, kept, plainRegistry } from '../../../test/data.ts'
import { losses, mishaps } from '../../../test/losses.ts'
import { account, settled } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import { composeRegistry } from './registry.ts'

const { composition, observed } = settled(plainRegistry())

const asked = (key: string, { resources } = composition) => resources[key]?.resource.spec.forProvider

test('a repository with its policies for each name', () => {
  expect(Object.keys(composition.resources)).toEqual([
    'key',
    'repository-api',
    'lifecycle-policy-api',
    'repository-policy-api',
    'repository-web',
    'lifecycle-policy-web',
    'repository-policy-web',
  ])
  expect(composition.ready).toBe(true)
})

test('tags never change their meaning, and images are scanned when they come', () =>
  expect(asked('repository-api')).toMatchObject({
    imageTagMutability: 'IMMUTABLE',
    imageScanningConfiguration: { scanOnPush: true },
  }))

test.each([
  {
    why: 'a key of its own',
    customKey: true,
    encryption: [{ encryptionType: 'KMS', kmsKey: expect.stringMatching(/^arn:aws:kms:/) }],
  },
  { why: 'none', customKey: false, encryption: [{ encryptionType: 'AES256' }] },
])('with $why images are encrypted', ({ customKey, encryption }) => {
  const { resources } = settled(plainRegistry({ customKey })).composition
  expect(resources['repository-web']?.resource.spec.forProvider['encryptionConfiguration']).toMatchObject(encryption)
  expect('key' in resources).toBe(customKey)
})

test('the newest releases are kept; what has no tag goes after days', () => {
  const { resources } = settled(plainRegistry({ keepImages: 12, keepUntaggedDays: 3 })).composition
  const { rules } = JSON.parse(String(resources['lifecycle-policy-api']?.resource.spec.forProvider['policy']))
  expect(rules.map(({ selection }: { selection: object }) => selection)).toEqual([
    { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 3 },
    { tagStatus: 'tagged', tagPatternList: ['*'], countType: 'imageCountMoreThan', countNumber: 12 },
  ])
})

test('a repository waits for its key, and its policies for the repository, whose name is known before it exists', () => {
  const [first, second] = roundsOf(plainRegistry({ accountId: givenAccount }))
  expect(Object.keys(first?.composition.resources ?? {})).toEqual(['key'])
  expect(first?.composition.ready).toBe(false)
  expect(Object.keys(second?.composition.resources ?? {})).toEqual(['key', 'repository-api', 'repository-web'])
})

test('a repository keeps the key that it was made with, even if the status of the key is lost', () => {
  const { key, ...rest } = observed
  const forgetful = composeRegistry(plainRegistry(), { ...rest, ...(key ? { key: { ...key, status: {} } } : {}) })
  expect(forgetful.resources['repository-api']?.resource).toEqual(composition.resources['repository-api']?.resource)
})

describe('policies of repositories', () => {
  test('the account may pull, and nobody else', () =>
    expect(documentIn(composition, 'repository-policy-api').Statement).toEqual([
      expect.objectContaining({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` } }),
    ]))

  test('they wait for the account, if nobody gave it', () => {
    const alone = composeRegistry(plainRegistry({ customKey: false, repositories: ['api'] }), {})
    expect(alone.ready).toBe(false)
    expect(alone.conditions[0]?.message).toContain('the account, to name it in the policies of the repositories')
    const told = composeRegistry(plainRegistry({ customKey: false, accountId: givenAccount }), {})
    expect(told.conditions[0]?.message).not.toContain('the account')
  })
})

describe('when the registry is deleted', () => {
  test.each([
    { dataPolicy: 'Retain', stays: ['key', 'repository-api', 'repository-web'], forceDelete: false },
    { dataPolicy: 'Snapshot', stays: [], forceDelete: false },
    { dataPolicy: 'Delete', stays: [], forceDelete: true },
  ] as const)('$dataPolicy: $stays stay, images are deleted: $forceDelete', ({ dataPolicy, stays, forceDelete }) => {
    const { composition } = settled(plainRegistry({ dataPolicy }))
    expect(kept(composition)).toEqual(stays)
    expect(asked('repository-api', composition)).toMatchObject({ forceDelete })
  })
})

test.each(mishaps)('nothing is lost when something $why', (mishap) => {
  for (const composite of [plainRegistry(), plainRegistry({ customKey: false })])
    for (const { observed } of roundsOf(composite)) expect(losses(composite, observed, mishap)).toEqual([])
})

test('the policies outlive the loss of every status', () => {
  const forgetful = Object.fromEntries(
    Object.entries(settled(plainRegistry({ customKey: false })).observed).map(([key, { status: _, ...one }]) => [
      key,
      one,
    ]),
  )
  const { resources } = composeRegistry(plainRegistry({ customKey: false }), forgetful)
  expect(Object.keys(resources)).toEqual(Object.keys(forgetful))
})

test('the status keeps the contract, and says where to push to', () => {
  const { status } = composeRegistry(plainRegistry(), observed)
  expect(platformRegistryStatus.parse(status)).toEqual(status)
  expect(status.repositories).toEqual(
    ['api', 'web'].map((name) => ({
      name,
      repositoryName: expect.stringMatching(new RegExp(`^tp-team-tasks-tasks-registry-[0-9a-f]{8}/${name}$`)),
      url: expect.stringMatching(new RegExp(`\\.dkr\\.ecr\\.ap-northeast-1\\.amazonaws\\.com/.*/${name}$`)),
      arn: expect.stringMatching(/^arn:aws:ecr:/),
    })),
  )
})

test('names never meet where namespace and name run together', () => {
  const named = (namespace: string, name: string) =>
    composeRegistry(plainRegistry({}, { namespace, name }), {}).status.repositories?.[0]?.repositoryName
  expect(named('a-b', 'c')).not.toBe(named('a', 'b-c'))
})

test('the largest form that the schema allows stays under 50 resources', () => {
  const limit = structural(platformRegistrySpec).properties?.['repositories']?.maxItems ?? 0
  const repositories = Array.from({ length: limit }, (_, index) => `r${index}`)
  const { resources } = settled(plainRegistry({ repositories, accountId: givenAccount })).composition
  expect(Object.keys(resources)).toHaveLength(1 + 3 * limit)
  expect(Object.keys(resources).length).toBeLessThan(50)
})

test('another number of images makes the policies anew: the provider cannot change them', () => {
  const rounds = roundsOf(plainRegistry({ keepImages: 20 }), settled(plainRegistry({ keepImages: 10 })).observed).map(
    ({ composition }) => composition,
  )
  const kept = rounds.map(({ resources }) => resources['lifecycle-policy-api']?.resource.spec.forProvider['policy'])
  expect(kept[0]).toBeUndefined()
  expect(rounds[0]?.ready).toBe(false)
  expect(JSON.stringify(rounds[0]?.conditions)).toContain('the old lifecycle policy of api to be gone')
  expect(kept.at(-1)).toContain('20')
})
