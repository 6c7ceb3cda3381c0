import { composedKinds } from '@taskplatform/compositions/composed-kinds'
import { compose } from '@taskplatform/compositions/layers'
import type { Observed } from '@taskplatform/compositions/observed'
import { expect, test } from 'vitest'
import type { Attributes } from '../service/aws-resource.ts'
import { type Composite, type Layered, layered, withSpec } from '../test/layered.ts'
import { type Render, renderingIn } from '../test/rendered.ts'
import { type TestAccount, testAccount } from '../test/test-account.ts'

const tokens = { 'example-cache-auth-token/auth-token': 'a-token-of-sixteen-letters' }

const render =
  (composite: Composite): Render =>
  (observed) =>
    compose(composite, observed as unknown as Observed)

/** What AWS was made to do, of what costs something: `created VPC`. What AWS does of its own accord is no call. */
const callsIn = ({ entries }: TestAccount, since: number): string[] =>
  entries.slice(since).flatMap((entry) => {
    if (!('owner' in entry) || entry.owner === 'amazonaws.com') return []
    const kind = entry.op === 'created' ? entry.resource.kind : entry.kind
    return [`${entry.op} ${kind}`]
  })

const made = async (file: string, given: Layered['given']) => {
  const aws = testAccount()
  const composite = withSpec(layered.example(file), await given(aws))
  const kinds = new Set<string>()
  const names: Record<string, string> = {}
  const first = renderingIn(aws, tokens)
  const noting: Render = (observed) => {
    const composition = compose(composite, observed as unknown as Observed)
    for (const { resource } of Object.values(composition.resources))
      kinds.add(`${resource.apiVersion}/${resource.kind}`)
    Object.assign(names, composition.status['externalNames'])
    return composition
  }
  expect(await first.make(noting)).toEqual([])
  return { aws, composite, kinds, names }
}

/** Every kind that was made and taken over, over all rows. */
const adopted = new Set<string>()

test.each(layered.all)(
  'a forgotten layer is taken over and AWS makes, changes and deletes nothing: $file',
  async ({ file, given }) => {
    const { aws, composite, kinds, names } = await made(file, given)
    const since = aws.entries.length
    const adopting = withSpec(composite, { externalNames: names })
    const second = renderingIn(aws, tokens, 'second')
    expect(await second.make(render(adopting))).toEqual([])
    // a dashboard shows what there is, so it grows again as the alarms are found
    expect(callsIn(aws, since).filter((call) => call !== 'modified Dashboard')).toEqual([])
    for (const kind of kinds) adopted.add(kind)

    // and it belongs to the new management cluster as to the old one
    const unprotected: Attributes = 'deletionProtection' in composite.spec ? { deletionProtection: false } : {}
    expect(await second.make(render(withSpec(adopting, unprotected)))).toEqual([])
    expect(await second.unmake()).toEqual([])
  },
)

/** Made only in the midst of an upgrade, under a name of ours. */
const passing = ['rds.aws.m.upbound.io/v1beta1/Snapshot']

test('no kind was left out', () => {
  const kinds = composedKinds.map(({ group, version, kind }) => `${group}/${version}/${kind}`)
  expect(kinds.filter((kind) => !adopted.has(kind))).toEqual(passing)
})

test('what is not there any more is made anew, and nothing else', async () => {
  const { aws, composite, names } = await made('network/examples/development.yaml', async () => ({}))
  const subnet = names['subnet-data-ap-northeast-1a'] ?? ''
  await aws.account.alterOutside('Subnet', 'ap-northeast-1', subnet, 'delete')
  const since = aws.entries.length
  const second = renderingIn(aws, tokens, 'second')
  expect(await second.make(render(withSpec(composite, { externalNames: names })))).toEqual([])
  expect(callsIn(aws, since)).toEqual(['created Subnet', 'created RouteTableAssociation'])
})

test('a token that was lost is made anew, and the cache takes it beside the old one', async () => {
  const { aws, composite, names } = await made('cache/examples/production.yaml', layered.forData)
  const since = aws.entries.length
  const second = renderingIn(aws, {}, 'second')
  expect(await second.make(render(withSpec(composite, { externalNames: names })))).toEqual([])
  expect([...new Set(callsIn(aws, since))]).toEqual(['modified ReplicationGroup'])
  const [group] = aws.account.world('ap-northeast-1').all('ReplicationGroup')
  expect(group?.attributes['authTokens']).toHaveLength(2)
})
