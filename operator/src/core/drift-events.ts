import { type Drift, driftText } from './drift.ts'
import type { PlatformEvent } from './events.ts'

/** One warning for everything that somebody else changed. */
export const driftEvents = (drift: readonly Drift[]): readonly PlatformEvent[] =>
  drift.map((one) => ({ type: 'Warning', reason: 'Drift', action: 'Correct', note: driftText(one) }))
