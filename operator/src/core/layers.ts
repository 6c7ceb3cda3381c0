import type { Composite } from './composite.ts'
import type { LayerName } from './layer-names.ts'
import { cache } from './layers/cache.ts'
import { cluster } from './layers/cluster.ts'
import { database } from './layers/database.ts'
import { edge } from './layers/edge.ts'
import { endpoints } from './layers/endpoints.ts'
import { identities } from './layers/identities.ts'
import { network } from './layers/network.ts'
import { observability } from './layers/observability.ts'
import { registry } from './layers/registry.ts'
import { secrets } from './layers/secrets.ts'
import type { Missing } from './missing.ts'
import type { Observed } from './observed.ts'
import type { LivePlatform } from './platform.ts'
import type { Retirement } from './retirement.ts'

/** Where a kind lives in the API. */
export type Kind = Readonly<{ group: string; version: string; kind: string; plural: string; namespaced: true }>

/** A layer of the platform: which composite it is, what it is built from, how it is built, and how it lets go. */
export type Layer = Readonly<{
  name: LayerName
  resource: Kind
  /** Layers whose reported ids its spec cannot be without: it starts when they are known, and is taken down before these layers. */
  needs: readonly LayerName[]
  /** Layers whose ids it takes up when they are known, and starts without. They outlive it, unless it has let go of them. */
  uses: readonly LayerName[]
  /** Fields of the spec that come late. Once in the spec such a field stays, also when the other layer does not report it for a while. */
  late: readonly string[]
  /** Whether this platform has the layer at all. */
  required: (platform: LivePlatform) => boolean
  /** The composite that we want, or what its inputs still wait for. Late fields may be left out: see `wantedComposite`. */
  build: (platform: LivePlatform, observed: Observed) => Composite | Missing
  /** What has to be done before its composite may be deleted; nothing for most. */
  retire?: Retirement
}>

/** Every layer of this release. A layer starts as soon as the layers that it needs have reported its inputs. */
export const layers: readonly Layer[] = [
  network,
  endpoints,
  cluster,
  database,
  cache,
  registry,
  secrets,
  edge,
  identities,
  observability,
]

/** The layers that exist and cannot be without this one: it has to outlive them. */
export const standingOn = (layer: Layer, all: readonly Layer[], observed: Observed): readonly Layer[] =>
  all.filter(({ name, needs }) => needs.includes(layer.name) && observed.composites.has(name))
