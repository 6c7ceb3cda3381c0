import { composeCache } from './compose/cache/cache.ts'
import { composeCluster } from './compose/cluster/cluster.ts'
import { composeDatabase } from './compose/database/database.ts'
import { composeEdge } from './compose/edge/edge.ts'
import { composeEndpoints } from './compose/endpoints/endpoints.ts'
import { composeIdentities } from './compose/identities/identities.ts'
import { composeNetwork } from './compose/network/network.ts'
import { composeObservability } from './compose/observability/observability.ts'
import { composeRegistry } from './compose/registry/registry.ts'
import { composeSecrets } from './compose/secrets/secrets.ts'
import type { Composition } from './composition.ts'
import { UnknownLayerError } from './errors.ts'
import type { Observed } from './observed.ts'

/** The layers by the kind of their composite. */
export const layers = {
  PlatformNetwork: composeNetwork,
  PlatformEndpoints: composeEndpoints,
  PlatformCluster: composeCluster,
  PlatformIdentities: composeIdentities,
  PlatformDatabase: composeDatabase,
  PlatformCache: composeCache,
  PlatformRegistry: composeRegistry,
  PlatformSecrets: composeSecrets,
  PlatformEdge: composeEdge,
  PlatformObservability: composeObservability,
} as const satisfies Record<string, Compose>

/**
 * Turns a composite and the managed resources that exist into those that should exist, and a status. Pure: the same input gives
 * the same composition.
 */
export type Compose = (composite: unknown, observed: Observed) => Composition

/** Kinds of composites that can be composed. */
export type LayerKind = keyof typeof layers

/** Composes a composite of any layer. Throws an `UnknownLayerError`, or a `MalformedCompositeError` that names the field. */
export const compose: Compose = (composite, observed) => {
  const kind = String((composite as { kind?: unknown } | undefined)?.kind)
  if (!Object.hasOwn(layers, kind)) throw new UnknownLayerError(kind, Object.keys(layers))
  return layers[kind as LayerKind](composite, observed)
}
