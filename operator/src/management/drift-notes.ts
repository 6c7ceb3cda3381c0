import type { Composite } from '../core/composite.ts'
import { type Drift, newsOfDrift } from '../core/drift.ts'
import { type LayerName, layerNames } from '../core/layer-names.ts'
import type { Change } from '../kube/reflector.ts'
import type { DriftNotes } from '../ports/drift-notes.ts'
import type { Metrics } from '../ports/metrics.ts'

/** Notes of drift, and who takes them. */
export type DriftNotebook = DriftNotes &
  Readonly<{ note(platform: string, layer: LayerName, change: Change<Composite>): void }>

/** Keeps what changes of composites tell until a reconcile takes it: what is right again a moment later is told all the same. */
export function createDriftNotes(metrics: Metrics): DriftNotebook {
  const notes = new Map<string, readonly Drift[]>()
  const corrections = metrics.counter({
    name: 'taskplatform_drift_corrections_total',
    help: 'Fields that somebody else changed and that were put right.',
    labels: ['layer'],
  })
  for (const layer of layerNames) corrections.add({ layer }, 0)
  return {
    note: (platform, layer, { type, object, old }) => {
      if (type === 'deleted') return
      const news = newsOfDrift(layer, old, object)
      if (news.length > 0) notes.set(platform, [...(notes.get(platform) ?? []), ...news].slice(-mostKept))
    },
    take: (platform) => {
      const taken = notes.get(platform) ?? []
      notes.delete(platform)
      return taken
    },
    count: (drift) => {
      for (const { layer } of drift) corrections.add({ layer })
    },
  }
}

// whoever edits by script must not fill our memory
const mostKept = 50
