import { reconcileAnnotation } from '@taskplatform/crds/labels'
import { exportName, exportOf } from '../../core/external-names.ts'
import type { Observed } from '../../core/observed.ts'
import type { StoredPlatform } from '../../core/platform.ts'
import type { ExternalNames } from '../../ports/external-names.ts'
import type { Read } from './adopt.ts'

/** How the export of a platform stands: where it is, or when it should be looked at again because names came in quick succession. */
export type Export = Readonly<{ name?: string; dueAt?: Date }>

/** Writes exports, not oftener than makes sense. */
export type Exporting = Readonly<{
  exportNames(
    facts: Read & Readonly<{ stored: StoredPlatform; observed: Observed }>,
    now: Date,
    signal: AbortSignal,
  ): Promise<Export>
  forget(key: string): void
}>

/**
 * Keeps the names that AWS gave in a ConfigMap. While layers are being made names come one by one: they are written every half
 * minute, and when all is ready. As long as not all layers exist that take over what another export tells, that one stays.
 */
export function exportingTo(names: ExternalNames): Exporting {
  const written = new Map<string, Readonly<{ at: number; data: string }>>()
  return {
    exportNames: async ({ platform, adopting, stored, observed }, now, signal) => {
      if (platform.phase !== 'Live' || adopting || observed.composites.size === 0) return {}
      const { namespace } = platform
      const name = exportName(platform.name)
      const data = exportOf(platform, observed)
      const text = JSON.stringify(data)
      // a pass that somebody asked for looks at what is there: a ConfigMap that was deleted wakes nobody
      const last = isAskedFor(stored) ? undefined : written.get(`${namespace}/${platform.name}`)
      if (last?.data === text) return { name }
      const dueAt = (last?.at ?? 0) + pauseMs
      if (now.getTime() < dueAt && !isReady(observed)) return { name, dueAt: new Date(dueAt) }
      await names.keep(namespace, name, data, signal)
      written.set(`${namespace}/${platform.name}`, { at: now.getTime(), data: text })
      await removeSource(names, stored, signal)
      return { name }
    },
    forget: (key) => {
      written.delete(key)
    },
  }
}

// what was taken over is told by our own export from now on: nobody else may take it over again
async function removeSource(
  names: ExternalNames,
  { metadata, status }: StoredPlatform,
  signal: AbortSignal,
): Promise<void> {
  const { namespace = '', name } = metadata
  const source = status?.adoptedFrom
  if (source && source !== exportName(name)) await names.remove(namespace, source, signal)
}

const isAskedFor = ({ metadata, status }: StoredPlatform): boolean =>
  metadata.annotations?.[reconcileAnnotation] !== undefined &&
  metadata.annotations[reconcileAnnotation] !== status?.lastHandledReconcileAt

const isReady = ({ composites }: Observed): boolean =>
  [...composites.values()].every(({ status }) => status?.resources?.ready === true)

const pauseMs = 30_000
