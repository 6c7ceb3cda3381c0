import type { PlatformCacheStatus } from '@taskplatform/crds/layers/cache'
import type { PlatformClusterStatus } from '@taskplatform/crds/layers/cluster'
import type { PlatformDatabaseStatus } from '@taskplatform/crds/layers/database'
import type { PlatformEdgeStatus } from '@taskplatform/crds/layers/edge'
import type { PlatformEndpointsStatus } from '@taskplatform/crds/layers/endpoints'
import type { PlatformIdentitiesStatus } from '@taskplatform/crds/layers/identities'
import type { PlatformNetworkStatus } from '@taskplatform/crds/layers/network'
import type { PlatformObservabilityStatus } from '@taskplatform/crds/layers/observability'
import type { PlatformRegistryStatus } from '@taskplatform/crds/layers/registry'
import type { PlatformSecretsStatus } from '@taskplatform/crds/layers/secrets'
import type { LayerName } from './layer-names.ts'
import type { Observed } from './observed.ts'

type Reports = Readonly<{
  Network: PlatformNetworkStatus
  Endpoints: PlatformEndpointsStatus
  Cluster: PlatformClusterStatus
  Database: PlatformDatabaseStatus
  Cache: PlatformCacheStatus
  Registry: PlatformRegistryStatus
  Secrets: PlatformSecretsStatus
  Edge: PlatformEdgeStatus
  Identities: PlatformIdentitiesStatus
  Observability: PlatformObservabilityStatus
}>

/** What the composition of a layer has reported so far; nothing while the composite does not exist. Every field may be missing. */
export const reportOf = <Name extends LayerName>(observed: Observed, layer: Name): Partial<Reports[Name]> =>
  (observed.composites.get(layer)?.status ?? {}) as Partial<Reports[Name]>
