import { expect, test } from 'vitest'
import type { Namespaces } from '../../ports/namespaces.ts'
import { reconcileNamespace } from './reconcile.ts'

test.each([
  { why: 'the first platform of a namespace protects it', holds: true, isProtected: false, writes: ['protect team'] },
  { why: 'the last one that goes lets it go', holds: false, isProtected: true, writes: ['release team'] },
  { why: 'what is as it should be is left alone', holds: true, isProtected: true, writes: [] },
  { why: 'a namespace that is none of ours is left alone', holds: false, isProtected: false, writes: [] },
])('$why', async ({ holds, isProtected, writes }) => {
  const written: string[] = []
  const namespaces: Namespaces = {
    holdsPlatform: () => holds,
    isProtected: () => isProtected,
    protect: async (name) => void written.push(`protect ${name}`),
    release: async (name) => void written.push(`release ${name}`),
  }
  expect(await reconcileNamespace(namespaces)('team', new AbortController().signal)).toEqual({ kind: 'settled' })
  expect(written).toEqual(writes)
})
