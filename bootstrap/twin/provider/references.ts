import { type JsonObject, mergePatchBetween } from '@taskplatform/operator/kube/merge-patch'
import type { Attributes } from '../service/aws-resource.ts'
import type { Kind, Reference } from '../service/kind.ts'
import type { Managed } from './managed.ts'
import { type Found, type Lookup, missing, resolveList, resolveOne } from './resolve-reference.ts'

/** What to write into spec (JSON merge patches), or why a reference has no value yet and on which kind that hangs. */
export type Resolution = Readonly<
  | { spec: Readonly<Record<'forProvider' | 'initProvider', JsonObject>> }
  | { problem: string; waitsFor: Readonly<{ kind: string; name?: string }> }
>

/** Resolves all references and selectors of a managed resource that have no value yet, those within blocks included. */
export const resolveReferences = (kind: Kind, managed: Managed, lookup: Lookup): Resolution => {
  const spec: Record<'forProvider' | 'initProvider', JsonObject> = { forProvider: {}, initProvider: {} }
  for (const part of ['forProvider', 'initProvider'] as const) {
    const given = managed.spec[part] ?? {}
    let filled: Attributes = given
    for (const reference of kind.references) {
      const outcome = fill(reference, reference.argument.split('.'), filled, { managed, lookup })
      if (missing in outcome) return complaint(part, reference, outcome)
      filled = outcome
    }
    spec[part] = mergePatchBetween(given as JsonObject, filled as JsonObject) ?? {}
  }
  return { spec }
}

type Context = Readonly<{ managed: Managed; lookup: Lookup }>

/** The block with what the reference at `path` within it gives; of a list of blocks, each is filled. */
const fill = (
  reference: Reference,
  [field = '', ...rest]: readonly string[],
  block: Attributes,
  context: Context,
): Found<Attributes> => {
  if (rest.length === 0) {
    const resolve = reference.list ? resolveList : resolveOne
    const fields = resolve(reference, field, block, context.managed, context.lookup)
    return missing in fields ? fields : { ...block, ...fields }
  }
  const inner = block[field]
  if (typeof inner !== 'object' || inner === null) return block
  if (!Array.isArray(inner)) {
    const outcome = fill(reference, rest, inner as Attributes, context)
    return missing in outcome ? outcome : { ...block, [field]: outcome }
  }
  const outcomes = inner.map((one) => fill(reference, rest, one as Attributes, context))
  return outcomes.find((outcome) => missing in outcome) ?? { ...block, [field]: outcomes }
}

const complaint = (
  part: 'forProvider' | 'initProvider',
  { argument, to }: Reference,
  { [missing]: problem, name }: Readonly<{ [missing]: string; name?: string | undefined }>,
): Resolution => ({
  problem: `cannot resolve references: mg.Spec.${[part, ...argument.split('.')].map(goName).join('.')}: ${problem}`,
  waitsFor: name === undefined ? { kind: to } : { kind: to, name },
})

/** `VPCID` for `vpcId`: the field's name in the provider's Go code, which its errors use. */
const goName = (field: string): string =>
  field
    .replace(/^./, (letter) => letter.toUpperCase())
    .replace(/(Vpc|Iam|Kms|Nat|Id|Ip)(?=[A-Z]|$)/g, (word) => word.toUpperCase())
