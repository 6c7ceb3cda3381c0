import { madeBy } from '../../src/assumed/made.ts'
import { roundsOf, settle } from '../../src/assumed/settle.ts'
import { compose } from '../../src/layers.ts'
import type { Observed } from '../../src/observed.ts'
import type { Composite } from '../all-examples.ts'
import { mishaps } from '../losses.ts'

/**
 * Composes each composite in every state that matters: on the way from nothing to ready, with every resource met by every mishap
 * at once, and, for those of one kind, from where one of them stands to what the next one asks for, half made and made.
 */
export const walk = (composites: readonly Composite[]): void => {
  for (const composite of composites) {
    for (const { observed } of roundsOf(composite))
      for (const { befalls } of mishaps) compose(composite, mapped(observed, befalls))
  }
  for (const composite of composites.slice(0, someOf)) oneByOne(composite)
  for (const [one, next] of neighbours(composites)) change(one, next)
}

/** The examples stand first. */
const someOf = 60

/** Each resource in turn is not there, or meets with a mishap, while all others are well. */
const oneByOne = (composite: Composite): void => {
  const { observed } = settle(composite)
  for (const [key, one] of Object.entries(observed)) {
    const { [key]: _, ...others } = observed
    compose(composite, others)
    for (const { befalls } of mishaps) compose(composite, { ...observed, [key]: befalls(one) })
  }
}

/** Two specs under one name: an edit. What cannot be edited is no matter, the composition has to answer all the same. */
const change = (one: Composite, next: Composite): void => {
  const before = roundsOf(one)
  const edited = { ...one, spec: next.spec ?? {} }
  for (const { observed } of before) {
    const composition = compose(edited, observed)
    compose(edited, { ...madeBy(composition), ...observed })
  }
  roundsOf(edited, before.at(-1)?.observed)
}

const neighbours = (composites: readonly Composite[]): (readonly [Composite, Composite])[] =>
  composites.flatMap((one, index) => {
    const next = composites.slice(index + 1).find(({ kind }) => kind === one.kind)
    return next ? [[one, next] as const, [next, one] as const] : []
  })

const mapped = (observed: Observed, change: (one: Observed[string]) => Observed[string]): Observed =>
  Object.fromEntries(Object.entries(observed).map(([key, one]) => [key, change(one)]))
