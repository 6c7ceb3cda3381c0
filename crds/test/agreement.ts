import { checkUpdate, type Issue, parseTaskPlatform } from '@taskplatform/crds/contract'
import type { Structural } from '@taskplatform/crds/structural'
import type { Verdict } from './api-server.ts'
import type { Change } from './arbitrary-platforms.ts'
import { oddValues } from './arbitrary-values.ts'
import type { Example } from './examples.ts'
import { placesIn, replacedAt } from './places.ts'

/** What the contract says about an object, and what it says about a change, in TypeScript alone. */
export function ourVerdict({ old, updated }: { old?: Change['old']; updated: Example }): readonly Issue[] {
  const parsed = parseTaskPlatform(updated)
  if (!parsed.ok) return parsed.issues
  const before = old && parseTaskPlatform(old)
  if (!before) return []
  if (!before.ok) throw new Error(`The object before the change must be legal: ${JSON.stringify(before.issues)}`)
  return checkUpdate(before.value, parsed.value)
}

/** Where the API server and the contract differ, as text for a person: both verdicts and the object. At most five. */
export function disagreements<T>(cases: readonly T[], theirs: readonly Verdict[], ours: readonly Verdict[]): string[] {
  return cases
    .flatMap((object, index) => {
      const [server, contract] = [theirs[index] ?? [], ours[index] ?? []]
      if ((server.length === 0) === (contract.length === 0)) return []
      return [`API server: ${said(server)}\ncontract: ${said(contract)}\nobject: ${JSON.stringify(object)}`]
    })
    .slice(0, 5)
}

/** How many in a hundred were admitted. */
export function percentAdmitted(verdicts: readonly Verdict[]): number {
  return (100 * verdicts.filter((verdict) => verdict.length === 0).length) / verdicts.length
}

/** The object with one odd value in one place of its spec: every odd value in every place of the schema. */
export function spoilt(object: Example, spec: Structural): Example[] {
  return placesIn(spec).flatMap(({ steps, schema }) =>
    oddValues(schema).map((value) => ({ ...object, spec: replacedAt(object.spec, steps, value) as Example['spec'] })),
  )
}

function said(verdict: Verdict): string {
  return verdict.length === 0 ? 'admitted' : JSON.stringify(verdict)
}
