import type { ProviderConfigRef } from '@taskplatform/crds/layers/common'
import type { Composite } from './composite.ts'
import type { LayerName } from './layer-names.ts'
import type { Leaving } from './leaving.ts'
import type { Held, Reach } from './workload-cluster.ts'

/** Everything that a reconcile may know of the world besides the TaskPlatform itself. */
export type Observed = Readonly<{
  /** The composites of this platform that exist, by layer; one with a deletion timestamp still exists. */
  composites: ReadonlyMap<LayerName, Composite>
  /** Managed resources on their way out, by layer. Looked for during a deletion only. */
  leaving?: ReadonlyMap<LayerName, readonly Leaving[]>
  /** The EKS cluster of the platform; nothing once it is being taken down. */
  workload?: Workload | undefined
  /** All managed resources, by layer. Looked for when a deletion is planned. */
  holds?: ReadonlyMap<LayerName, readonly Holds[]> | undefined
  /** ProviderConfigs that composites name and that do not exist. Looked for during a deletion. */
  missingProviderConfigs?: readonly ProviderConfigRef[] | undefined
}>

/** What is seen of an EKS cluster. */
export type Workload = Readonly<{
  reach: Reach
  /** What it holds in AWS; looked for when a deletion is planned or under way, and nothing if it cannot be seen. */
  held?: readonly Held[] | undefined
}>

/** A managed resource that a composite holds: what it is in AWS, as far as known, and whether somebody has paused it. */
export type Holds = Readonly<{ kind: string; name: string; id: string | undefined; paused: boolean }>

/** The world before the first composite exists. */
export const nothingObserved: Observed = { composites: new Map() }
