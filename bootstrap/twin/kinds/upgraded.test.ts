import { compose } from '@taskplatform/compositions/layers'
import type { Observed } from '@taskplatform/compositions/observed'
import { describe, expect, test } from 'vitest'
import type { Attributes } from '../service/aws-resource.ts'
import { type Composite, layered, withSpec } from '../test/layered.ts'
import { type Render, renderingIn } from '../test/rendered.ts'
import { testAccount } from '../test/test-account.ts'

/** The Secret from which the token of the cache is copied. */
const tokens = { 'example-cache-auth-token/auth-token': 'a-token-of-sixteen-letters' }

/** Composes from what the twin holds. */
const render =
  (composite: Composite): Render =>
  (observed) =>
    compose(composite, observed as unknown as Observed)

const { example, all } = layered
const givenTo = (file: string) => {
  const one = all.find((candidate) => candidate.file === file)
  if (!one) throw new Error(`${file} is no example`)
  return one.given
}

describe('AWS takes, one version after the other,', () => {
  test.each<{ why: string; file: string; specs: readonly Attributes[] }>([
    {
      why: 'Kubernetes',
      file: 'cluster/examples/production.yaml',
      specs: ['1.34', '1.35', '1.36'].map((version) => ({ version, deletionProtection: false })),
    },
    {
      why: 'PostgreSQL, and what its snapshot is encrypted with',
      file: 'database/examples/production.yaml',
      specs: ['15', '16', '18'].map((engineVersion) => ({
        engineVersion,
        dataPolicy: 'Delete',
        deletionProtection: false,
      })),
    },
    {
      why: 'the cache',
      file: 'cache/examples/production.yaml',
      specs: ['7.0', '7.1'].map((engineVersion) => ({ engine: 'Redis', engineVersion, dataPolicy: 'Delete' })),
    },
    {
      why: 'the number of images',
      file: 'registry/examples/production.yaml',
      specs: [10, 20, 10].map((keepImages) => ({ keepImages, dataPolicy: 'Delete' })),
    },
  ])('$why', async ({ file, specs }) => {
    const aws = testAccount()
    const given = await givenTo(file)(aws)
    const { make, unmake } = renderingIn(aws, tokens)
    for (const spec of specs) expect(await make(render(withSpec(example(file), { ...given, ...spec })))).toEqual([])
    expect(await unmake()).toEqual([])
  })
})

test('a database is made again of the snapshot that was taken before an upgrade', async () => {
  const aws = testAccount()
  const file = 'database/examples/production.yaml'
  const network = await givenTo(file)(aws)
  const { make, unmake } = renderingIn(aws)
  const old = withSpec(example(file), { ...network, engineVersion: '16', deletionProtection: false })
  for (const composite of [old, withSpec(old, { engineVersion: '17' })])
    expect(await make(render(composite))).toEqual([])
  const [snapshot] = aws.account.world('ap-northeast-1').all('DBSnapshot')
  expect(snapshot?.attributes).toMatchObject({ engineVersion: '16', snapshotType: 'manual' })
  expect(await unmake()).toEqual([])

  const restored = withSpec(example('database/examples/restored.yaml'), {
    ...(network as object),
    engineVersion: '16',
    restore: { snapshotIdentifier: snapshot?.id },
  })
  expect(await renderingIn(aws).make(render(restored))).toEqual([])
})
