import { type Profile, profiles } from '@taskplatform/crds/defaults'
import { settle } from '../src/assumed/settle.ts'
import { compose } from '../src/layers.ts'
import { type Composite, exampleSpec, graphOf } from '../test/all-examples.ts'

/** Milliseconds that composing takes, everything being made and observed, and how many managed resources come out. */
export type ComposeTimes = Readonly<{ medianMs: number; p99Ms: number; resources: number }>

/** The same for one layer of one profile. */
export type LayerTimes = ComposeTimes & Readonly<{ profile: Profile; layer: string }>

/** Composes every layer of the example platform of each profile, `rounds` times after as many to warm up. */
export const measureLayers = (rounds = 500): readonly LayerTimes[] =>
  profiles.flatMap((profile) =>
    graphOf(exampleSpec(`${profile.toLowerCase()}.yaml`)).layers.map(({ name, composite }) => ({
      profile,
      layer: name,
      ...measureCompose(composite, rounds),
    })),
  )

/** Composes one composite with all of it observed. */
export const measureCompose = (composite: Composite, rounds = 1000): ComposeTimes => {
  const { observed, composition } = settle(composite)
  const once = () => {
    const started = performance.now()
    compose(composite, observed)
    return performance.now() - started
  }
  Array.from({ length: rounds }, once)
  const times = Array.from({ length: rounds }, once).sort((one, other) => one - other)
  const at = (share: number) => times[Math.floor(rounds * share)] ?? Number.NaN
  return { medianMs: at(0.5), p99Ms: at(0.99), resources: Object.keys(composition.resources).length }
}

if (import.meta.main) console.table(measureLayers())
