import { roundsOf, settle } from '@taskplatform/compositions/assumed/settle'
import { parse } from '@taskplatform/crds/contract'
import { layerKinds } from '@taskplatform/crds/generate/kinds'
import { brokenTransitions } from '@taskplatform/crds/judge'
import { structural } from '@taskplatform/crds/structural'
import { describe, expect, test } from 'vitest'
import { generatedComposites } from '../../compositions/test/generated-composites.ts'
import { impossibleChanges, keyed } from './edits.ts'

/** Specs of each layer whose fields are put into each other, one at a time. */
const specsPerLayer = 6
const all = generatedComposites(specsPerLayer)

type Fields = Readonly<Record<string, unknown>>

describe.each(layerKinds)('$kind', ({ kind, spec: schema }) => {
  const composites = all.filter((one) => one.kind === kind)
  const fields = Object.keys(structural(schema).properties ?? {})

  test.each(fields)(
    'an edit of %s is refused, or asks AWS for nothing that it cannot change',
    (field) => {
      const outcomes = composites.flatMap((before, index) => {
        const other = composites[(index + 1) % composites.length]?.spec as Fields
        const { [field]: _, ...without } = (before.spec ?? {}) as Fields
        const after = { ...before, spec: other[field] === undefined ? without : { ...without, [field]: other[field] } }
        const [was, is] = [parse(schema, before.spec), parse(schema, after.spec)]
        if (!was.ok) return []
        if (!is.ok || brokenTransitions(structural(schema), was.value, is.value).length > 0) return ['refused']
        const { observed, composition } = settle(before)
        const rounds = roundsOf(after, observed)
        expect(
          impossibleChanges(keyed(composition.resources), keyed(rounds.at(-1)?.composition.resources ?? {}, rounds)),
        ).toEqual([])
        return ['made']
      })
      expect(outcomes).not.toEqual([])
    },
    60_000,
  )
})
