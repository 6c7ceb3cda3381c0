import type { Profile } from '@taskplatform/crds/defaults'
import type { KubernetesObject } from '@taskplatform/crds/kubernetes'
import type { Composition } from './composition.ts'

/** All that one platform becomes: every layer's composite with the managed resources that it is composed of. */
export type Graph = Readonly<{
  platform: Readonly<{ namespace: string; name: string; profile: Profile }>
  /** A layer by itself: what its other layers hold is not known, so rules that span layers judge only what is there. */
  partial?: boolean
  layers: readonly GraphLayer[]
}>

/** A layer of a graph, by the name of the layer: `Network`. */
export type GraphLayer = Readonly<{
  name: string
  composite: KubernetesObject & Readonly<{ spec?: Readonly<Record<string, unknown>>; status?: unknown }>
  composition: Composition
}>
