import { likelyCause } from '../causes/likely-cause.ts'
import { leavingText } from '../leaving.ts'
import type { Observed } from '../observed.ts'
import type { Deletion } from './deletion.ts'

/** What AWS refuses, of the layers that go first because only AWS knows whether they may, until somebody does something. */
export function refusedByAws({ stage, first }: Deletion, { leaving }: Observed): string | undefined {
  if (stage !== 'Checking') return undefined
  const going = first.flatMap(({ name }) => leaving?.get(name) ?? [])
  const refused = going.filter(({ refusal }) => refusal && likelyCause(refusal)?.heals === 'Person')
  return refused.length > 0 ? leavingText(refused) : undefined
}
