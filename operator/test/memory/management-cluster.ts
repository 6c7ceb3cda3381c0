import { finalizer } from '@taskplatform/crds/labels'
import type { TaskPlatformStatus } from '@taskplatform/crds/taskplatform'
import type { Composite } from '../../src/core/composite.ts'
import type { Drift } from '../../src/core/drift.ts'
import type { NamesData } from '../../src/core/external-names.ts'
import type { Leaving } from '../../src/core/leaving.ts'
import type { Holds } from '../../src/core/observed.ts'
import type { StoredPlatform } from '../../src/core/platform.ts'
import type { Composites } from '../../src/ports/composites.ts'
import type { DriftNotes } from '../../src/ports/drift-notes.ts'
import type { ExternalNames } from '../../src/ports/external-names.ts'
import type { Platforms } from '../../src/ports/platforms.ts'
import type { ProviderConfigs } from '../../src/ports/provider-configs.ts'

/** A management cluster with one TaskPlatform to work on, in memory: what the ports write is what they read, and every write is noted. `others` stand beside it. */
export function managementCluster(first: StoredPlatform, others: readonly StoredPlatform[] = []) {
  let platform: StoredPlatform | undefined = first
  const composites = new Map<string, Composite>()
  const leaving = new Map<string, readonly Leaving[]>()
  const held = new Map<string, readonly Holds[]>()
  const writes: string[] = []
  const drift: Drift[] = []
  let hasProviderConfig = true

  const setFinalizers = (finalizers: string[]) => {
    if (platform) platform = { ...platform, metadata: { ...platform.metadata, finalizers } }
  }

  const platforms: Platforms = {
    get: () => platform,
    all: () => (platform ? [platform, ...others] : others),
    claim: async () => {
      writes.push('claim')
      setFinalizers([finalizer])
    },
    release: async () => {
      writes.push('release')
      platform = undefined
    },
    writeStatus: async (_stored, status: TaskPlatformStatus) => {
      writes.push('status')
      if (platform) platform = { ...platform, status }
    },
  }

  const compositesPort: Composites = {
    cached: (layer) => composites.get(layer.name),
    live: async (layer) => composites.get(layer.name),
    apply: async (layer, composite) => {
      writes.push(`apply ${composite.metadata.name}`)
      const existing = composites.get(layer.name)
      const created = { uid: `uid-of-${layer.name}`, creationTimestamp: '2026-11-24T09:00:00Z', generation: 1 }
      composites.set(layer.name, {
        ...existing,
        ...composite,
        metadata: { ...created, ...existing?.metadata, ...composite.metadata },
      })
      return existing
    },
    leaving: async (layer) => leaving.get(layer.name) ?? [],
    holds: async (composite) => held.get(composite.metadata.name) ?? [],
    remove: async (layer, composite) => {
      writes.push(`remove ${composite.metadata.name}`)
      change(layer.name, (stored) => ({
        ...stored,
        metadata: { ...stored.metadata, deletionTimestamp: '2026-11-24T10:00:00Z' },
      }))
    },
  }

  const change = (layer: string, edit: (stored: Composite) => Composite) => {
    const stored = composites.get(layer)
    if (stored) composites.set(layer, edit(stored))
  }

  const configMaps = new Map<string, NamesData>()
  const names: ExternalNames = {
    read: async (_namespace, name) => configMaps.get(name),
    keep: async (_namespace, name, data) => {
      if (JSON.stringify(configMaps.get(name)) === JSON.stringify(data)) return
      writes.push(`keep ${name}`)
      configMaps.set(name, data)
    },
    add: async (_namespace, name, data) => {
      writes.push(`keep ${name}`)
      configMaps.set(name, { ...configMaps.get(name), ...data })
    },
    remove: async (_namespace, name) => {
      if (configMaps.delete(name)) writes.push(`forget ${name}`)
    },
  }

  const notes: DriftNotes = { take: () => drift.splice(0), count: () => {} }

  const providerConfigs: ProviderConfigs = { exists: async () => hasProviderConfig }

  return {
    platforms,
    composites: compositesPort,
    names,
    notes,
    /** The ConfigMaps with external names. */
    configMaps,
    /** Plays what a composition tells of somebody else's changes. */
    noteDrift: (one: Drift) => drift.push(one),
    providerConfigs,
    /** Plays somebody who deletes the ProviderConfig, or makes it again. */
    setProviderConfig: (exists: boolean) => {
      hasProviderConfig = exists
    },
    /** Plays the managed resources that a composite holds. */
    hold: (composite: string, resources: readonly Holds[]) => held.set(composite, resources),
    /** Names of the writes since the last call. */
    takeWrites: () => writes.splice(0),
    /** Plays what Crossplane or a user does to a composite. */
    change,
    /** Plays managed resources that take their time to go. */
    leave: (layer: string, resources: readonly Leaving[]) => leaving.set(layer, resources),
    /** Plays the end of a foreground deletion. */
    collect: (layer: string) => composites.delete(layer),
    /** Plays what a user does to the TaskPlatform. */
    edit: (change: (stored: StoredPlatform) => StoredPlatform) => {
      if (platform) platform = change(platform)
    },
    stored: () => platform,
  }
}
