import type { Composite } from './composite.ts'
import type { LayerName } from './layer-names.ts'
import { endpoints } from './layers/endpoints.ts'
import { network } from './layers/network.ts'
import type { Observed } from './observed.ts'
import type { LivePlatform } from './platform.ts'

/** Where a kind lives in the API. */
export type Kind = Readonly<{ group: string; version: string; kind: string; plural: string; namespaced: true }>

/** A layer of the platform: which composite it is, what it is built from, and how it is built. */
export type Layer = Readonly<{
  name: LayerName
  resource: Kind
  /** Layers whose reported ids its own spec is built from; it is also taken down before them. */
  needs: readonly LayerName[]
  /** Whether this platform has the layer at all. */
  required: (platform: LivePlatform) => boolean
  /** The composite that we want, or what its inputs still wait for. */
  build: (platform: LivePlatform, observed: Observed) => Composite | Readonly<{ waitingFor: string }>
}>

/** Every layer of this release. A layer starts as soon as the layers that it needs have reported its inputs. */
export const layers: readonly Layer[] = [network, endpoints]

/** The layers that exist and are built from what this one reports: it has to outlive them. */
export const standingOn = (layer: Layer, all: readonly Layer[], observed: Observed): readonly Layer[] =>
  all.filter(({ name, needs }) => needs.includes(layer.name) && observed.composites.has(name))
