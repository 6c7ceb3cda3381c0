import type { Composition } from '../composition.ts'
import { compose } from '../layers.ts'
import type { Observed } from '../observed.ts'
import { NeverSettlesError } from './errors.ts'
import { madeBy } from './made.ts'

/** A composite with all that it asks for made, and nothing left to ask for. */
export type Settled = Readonly<{ composition: Composition; observed: Observed }>

/**
 * Composes again and again, all that is asked for being made in between, until nothing new is asked for. Throws what
 * composing throws, and a `NeverSettlesError` when it is still asking for something else after twenty rounds.
 */
export const settle = (composite: unknown, observed: Observed = {}): Settled => {
  const rounds = roundsOf(composite, observed)
  const last = rounds.at(-1) as Settled
  return last
}

/** Every round on the way there: what was observed, and what was composed from it. */
export const roundsOf = (composite: unknown, start: Observed = {}): readonly Settled[] => {
  const rounds: Settled[] = []
  let observed = start
  let observedText = JSON.stringify(observed)
  while (rounds.length < mostRounds) {
    const composition = compose(composite, observed)
    rounds.push({ composition, observed })
    const next = madeBy(composition)
    const nextText = JSON.stringify(next)
    if (nextText === observedText) return rounds
    observed = next
    observedText = nextText
  }
  throw new NeverSettlesError(composite, rounds.slice(-2))
}

// a layer needs as many rounds as the longest chain of what waits for what; none is near this
const mostRounds = 20
