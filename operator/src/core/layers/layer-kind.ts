import { layerGroup, version } from '@taskplatform/crds/labels'
import type { Kind } from '../layers.ts'

/** Where a layer's composites live in the API. */
export const layerKind = (kind: string, plural: string): Kind => ({
  group: layerGroup,
  version,
  kind,
  plural,
  namespaced: true,
})
