import { describe, expect, test } from 'vitest'
import type { KubeClient } from './client-types.ts'
import { mergePatchBetween } from './merge-patch.ts'
import { writeStatus } from './status.ts'

describe('the merge patch', () => {
  test.each([
    {
      why: 'none between equals in another order',
      from: { a: 1, b: { c: [1, { d: 2 }] } },
      to: { b: { c: [1, { d: 2 }] }, a: 1 },
      patch: undefined,
    },
    { why: 'undefined is the same as absent', from: { a: 1 }, to: { a: 1, b: undefined }, patch: undefined },
    {
      why: 'only what differs',
      from: { a: 1, b: { c: 1, d: 1 } },
      to: { a: 1, b: { c: 1, d: 2 } },
      patch: { b: { d: 2 } },
    },
    {
      why: 'null for what goes away',
      from: { a: 1, b: { c: 1, d: 1 } },
      to: { b: { c: 1 } },
      patch: { a: null, b: { d: null } },
    },
    { why: 'lists are replaced whole', from: { a: [1, 2] }, to: { a: [1] }, patch: { a: [1] } },
    { why: 'the order of a list matters', from: { a: [1, 2] }, to: { a: [2, 1] }, patch: { a: [2, 1] } },
    {
      why: 'zero, false and empty text are values',
      from: { a: 1, b: true, c: 'x' },
      to: { a: 0, b: false, c: '' },
      patch: { a: 0, b: false, c: '' },
    },
    { why: 'a value in place of an object', from: { a: { b: 1 } }, to: { a: 'x' }, patch: { a: 'x' } },
  ])('$why', ({ from, to, patch }) => {
    expect(mergePatchBetween(from, to)).toEqual(patch)
  })
})

describe('writing the status', () => {
  const object = {
    metadata: { namespace: 'acme', name: 'prod', resourceVersion: '7' },
    status: { phase: 'Ready', old: 1 },
  }

  test.each([
    { why: 'nothing is sent when nothing changed', status: { old: 1, phase: 'Ready' }, result: 'unchanged', sent: [] },
    {
      why: 'a change goes out once, tied to the version it was worked out from',
      status: { phase: 'Failed' },
      result: 'written',
      sent: [
        [
          { namespace: 'acme', name: 'prod' },
          { metadata: { resourceVersion: '7' }, status: { phase: 'Failed', old: null } },
          { fieldManager: 'me', subresource: 'status' },
        ],
      ],
    },
  ])('$why', async ({ status, result, sent }) => {
    const calls: unknown[] = []
    const mergePatch = async (
      _: unknown,
      key: unknown,
      body: unknown,
      { signal: __, ...options }: { signal: AbortSignal },
    ) => {
      calls.push([key, body, options])
    }
    const client = { mergePatch } as unknown as Pick<KubeClient, 'mergePatch'>
    const resource = { group: 'g', version: 'v1', kind: 'K', plural: 'ks', namespaced: true }
    const options = { fieldManager: 'me', signal: new AbortController().signal }
    expect(await writeStatus(client, resource, object, status, options)).toBe(result)
    expect(calls).toEqual(sent)
  })
})
