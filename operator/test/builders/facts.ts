import type { Composite } from '../../src/core/composite.ts'
import type { Facts } from '../../src/core/facts.ts'
import { layers as allLayers } from '../../src/core/layers.ts'
import { parsePlatform, type StoredPlatform } from '../../src/core/platform.ts'
import { statusOf } from '../../src/core/report.ts'
import { installation } from './installation.ts'
import { observing } from './world.ts'

/** What a report is made from: state only what matters. All layers, nothing done, five past nine. */
export const factsOf = (
  stored: StoredPlatform,
  composites: readonly Composite[] = [],
  more: Partial<Facts> = {},
): Facts => ({
  layers: allLayers,
  stored,
  platform: parsePlatform(stored, installation),
  observed: observing(composites),
  compliance: undefined,
  outcome: { done: [] },
  now: new Date('2026-11-24T09:05:00Z'),
  ...more,
})

/** The same platform, with what is reported of it in its status. */
export const reported = (facts: Facts): StoredPlatform => ({ ...facts.stored, status: statusOf(facts) })

/** Conditions as text: `False Failed: EIP tasks-network-nat-a: AddressLimitExceeded`. */
export const told = (facts: Facts): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (statusOf(facts).conditions ?? []).map(({ type, status, reason, message }) => [
      type,
      `${status} ${reason}${message ? `: ${message}` : ''}`,
    ]),
  )
