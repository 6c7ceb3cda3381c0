import { checkUpdate, type Issue, type Parsed, parse, parseTaskPlatform } from '@taskplatform/crds/contract'
import { layerKinds } from '@taskplatform/crds/generate/kinds'
import { type Structural, structural } from '@taskplatform/crds/structural'
import { taskPlatform } from '@taskplatform/crds/taskplatform'
import type { Verdict } from './api-server.ts'
import type { Change } from './arbitrary-platforms.ts'
import { oddValues } from './arbitrary-values.ts'
import type { Example } from './examples.ts'
import { placesIn, replacedAt } from './places.ts'

/** What the contract says about an object, and what it says about a change, in TypeScript alone. */
export function ourVerdict({ old, updated }: { old?: Change['old']; updated: Example }): readonly Issue[] {
  const layer = layerKinds.find(({ kind }) => kind === updated.kind)
  if (layer) return issuesOf(parse(layer.spec, updated.spec, 'spec'))
  const parsed = parseTaskPlatform(updated)
  if (!parsed.ok || !old) return issuesOf(parsed)
  const before = parseTaskPlatform(old)
  if (!before.ok) throw new Error(`The object before the change must be legal: ${JSON.stringify(before.issues)}`)
  return checkUpdate(before.value, parsed.value)
}

/** The schema of the spec of an object of ours. */
export function specSchemaOf({ kind }: Example): Structural {
  const layer = layerKinds.find((layer) => layer.kind === kind)
  return structural(layer?.spec ?? taskPlatform.shape.spec)
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

function issuesOf(parsed: Parsed<unknown>): readonly Issue[] {
  return parsed.ok ? [] : parsed.issues
}

function said(verdict: Verdict): string {
  return verdict.length === 0 ? 'admitted' : JSON.stringify(verdict)
}
