import { describe, expect, test } from 'vitest'
import type { Kind } from '../service/kind.ts'
import { kindOf } from '../test/test-account.ts'
import { creationArguments, differencesOf } from './arguments.ts'
import type { Managed } from './managed.ts'

/** A kind with blocks, a list of blocks, and a map. */
const group: Kind = {
  ...kindOf('VPC'),
  arguments: ['scalingConfig', 'labels', 'taint', 'network', 'region', 'tags'],
  maps: ['labels'],
}

const asks = (forProvider: object, initProvider: object = {}) => ({ spec: { forProvider, initProvider } }) as Managed

describe('a creation', () => {
  test.each([
    {
      why: 'initProvider fills in what a block leaves open',
      given: asks({ scalingConfig: { minSize: 1 } }, { scalingConfig: { minSize: 9, desiredSize: 2 } }),
      args: { scalingConfig: { minSize: 1, desiredSize: 2 } },
    },
    {
      why: 'lists and maps are not joined',
      given: asks({ taint: [{ key: 'a' }], labels: { a: '1' } }, { taint: [{ key: 'b' }], labels: { b: '2' } }),
      args: { taint: [{ key: 'a' }], labels: { a: '1' } },
    },
    {
      why: 'AWS is not told of references',
      given: asks({ network: { idRef: { name: 'n' }, id: 'net-1', othersSelector: {} } }),
      args: { network: { id: 'net-1' } },
    },
  ])('$why', ({ given, args }) => expect(creationArguments(group, given)).toEqual(args))
})

describe('a difference', () => {
  const has = { scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 }, labels: { a: '1', b: '2' } }

  test.each([
    { why: 'what a block leaves open is none', given: asks({ scalingConfig: { minSize: 1 } }), differs: {} },
    {
      why: 'a field of a block is one, and the rest of the block stays as it is',
      given: asks({ scalingConfig: { maxSize: 5 } }),
      differs: { scalingConfig: { minSize: 1, maxSize: 5, desiredSize: 2 } },
    },
    {
      why: 'what only initProvider says is none: the autoscaler owns it',
      given: asks({}, { scalingConfig: { minSize: 7, maxSize: 9, desiredSize: 8 } }),
      differs: {},
    },
    {
      why: 'but a block that stands in forProvider too is compared whole, as the real provider does',
      given: asks({ scalingConfig: { minSize: 1, maxSize: 3 } }, { scalingConfig: { desiredSize: 1 } }),
      differs: { scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 1 } },
    },
    { why: 'one label less is one', given: asks({ labels: { a: '1' } }), differs: { labels: { a: '1' } } },
    { why: 'a list of blocks that is empty on both sides is none', given: asks({ taint: [] }), differs: {} },
    {
      why: 'one block more in a list is one',
      given: asks({ taint: [{ key: 'a' }] }),
      differs: { taint: [{ key: 'a' }] },
    },
  ])('$why', ({ given, differs }) => {
    const found = differencesOf(group, given, has).map(({ argument, to }) => [argument, to])
    expect(Object.fromEntries(found)).toEqual(differs)
  })

  test('blocks of a list may stand in any order, and say more than the spec does', () => {
    const attributes = { taint: [{ key: 'b', effect: 'NO_SCHEDULE' }, { key: 'a' }] }
    expect(differencesOf(group, asks({ taint: [{ key: 'a' }, { key: 'b' }] }), attributes)).toEqual([])
    expect(differencesOf(group, asks({ taint: [{ key: 'a' }, { key: 'a' }] }), attributes)).toHaveLength(1)
  })
})
