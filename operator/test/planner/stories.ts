import fc from 'fast-check'
import { expect } from 'vitest'
import { orders } from './events.ts'
import { mostTurns, play } from './play.ts'

/** The same orders each time; PLANNER_SEED plays others. Printed with the name of the test. */
export const seed = Number(process.env['PLANNER_SEED'] ?? 20_261_124)

/** How many orders each of the two files plays: ten thousand in all, side by side. */
export const orderCount = 5_000

/** Plays generated orders of events; one that ends badly is shrunk to its shortest form and shown. */
export const playOrders = (firstSeed: number): void =>
  fc.assert(
    fc.property(orders(), (events) => {
      const { complaints, turnsToSettle, turnsToGo } = play(events)
      expect(complaints).toEqual([])
      expect(turnsToSettle ?? 0).toBeLessThanOrEqual(mostTurns)
      expect(turnsToGo).toBeLessThanOrEqual(mostTurns)
    }),
    { seed: firstSeed, numRuns: orderCount },
  )
