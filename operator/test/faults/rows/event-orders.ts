import fc from 'fast-check'
import { expect } from 'vitest'
import { orders } from '../../planner/events.ts'
import { mostTurns, play } from '../../planner/play.ts'
import type { Row } from '../row.ts'

const seed = 12
const numRuns = 10_000

/** The planner alone, without a cluster. The unit tests play other orders of the same kind. */
export const eventOrders: Row = {
  number: 12,
  name: 'orders of events against the pure planner',
  done: `${numRuns} generated orders (seed ${seed}) of edits, refusals, late reads, crashes, deletions and more`,
  expectation:
    'no step acts before its inputs exist, planning twice plans the same, what was asked for comes about, removal ends',
  run: async () => {
    let events = 0
    const property = fc.property(orders(), (order) => {
      events += order.length
      const { complaints, turnsToSettle, turnsToGo } = play(order)
      expect(complaints).toEqual([])
      expect(turnsToSettle ?? 0).toBeLessThanOrEqual(mostTurns)
      expect(turnsToGo).toBeLessThanOrEqual(mostTurns)
    })
    fc.assert(property, { seed, numRuns })
    return { orders: numRuns, events }
  },
}
