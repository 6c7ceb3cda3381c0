import { platformRegistrySpec } from '@taskplatform/crds/layers/registry'
import type { Layer } from '../layers.ts'
import { accountOf } from './account-of.ts'
import { compositeOf } from './composite-of.ts'
import { layerKind } from './layer-kind.ts'

const self = {
  name: 'Registry',
  resource: layerKind('PlatformRegistry', 'platformregistries'),
  schema: platformRegistrySpec,
} as const

/** Image repositories of the application. Nothing is needed for them. */
export const registry: Layer = {
  ...self,
  needs: [],
  uses: [],
  late: ['accountId'],
  required: () => true,
  build: (platform, observed) =>
    compositeOf(platform, self, {
      ...platform.spec.registry,
      accountId: accountOf(observed),
      dataPolicy: platform.spec.dataPolicy,
    }),
  retire: { spec: {} },
}
