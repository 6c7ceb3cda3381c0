import type { Composite } from '../../src/core/composite.ts'
import type { LayerName } from '../../src/core/layer-names.ts'
import { layers } from '../../src/core/layers.ts'
import type { Observed } from '../../src/core/observed.ts'
import { type Plan, planFor, type Step } from '../../src/core/plan.ts'
import { parsePlatform, type StoredPlatform } from '../../src/core/platform.ts'
import { installation } from './installation.ts'

/** A world in which these composites exist, and these managed resources are on their way out. */
export const observing = (composites: readonly Composite[], leaving: Observed['leaving'] = new Map()): Observed => ({
  composites: new Map(composites.map((item) => [item.kind.replace('Platform', '') as LayerName, item])),
  leaving,
})

/** What is done about a platform of all layers. */
export const planOf = (stored: StoredPlatform, observed: Observed): Plan =>
  planFor(layers, parsePlatform(stored, installation), observed)

/** The layers that a plan makes, and those that it changes with the fields that change: `Cache: nodes`. */
export const applied = (plan: Plan): readonly string[] =>
  plan.flatMap((step) =>
    step.do === 'apply' ? [step.exists ? `${step.layer.name}: ${step.changes.join(' ')}` : step.layer.name] : [],
  )

/** What a plan waits for in a layer. */
export const waits = (plan: Plan, subject: LayerName): string | undefined =>
  plan.find((step): step is Extract<Step, { do: 'wait' }> => step.do === 'wait' && step.subject === subject)?.message
