import { compose } from '../src/layers.ts'
import { productionNetwork } from '../test/composites.ts'
import { settled } from '../test/observed.ts'

/** Milliseconds that composing takes, the Production network being made and all of it observed. */
export type ComposeTimes = Readonly<{ medianMs: number; p99Ms: number; resources: number }>

/** Composes the Production network `rounds` times, after as many to warm up. */
export const measureCompose = (rounds = 1000): ComposeTimes => {
  const composite = productionNetwork()
  const { observed, composition } = settled(composite)
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

if (import.meta.main) console.log(measureCompose())
