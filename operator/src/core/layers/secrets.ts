import { platformSecretsSpec } from '@taskplatform/crds/layers/secrets'
import { reportOf } from '../layer-reports.ts'
import type { Layer } from '../layers.ts'
import { accountOf } from './account-of.ts'
import { compositeOf } from './composite-of.ts'
import { layerKind } from './layer-kind.ts'

const self = {
  name: 'Secrets',
  resource: layerKind('PlatformSecrets', 'platformsecrets'),
  schema: platformSecretsSpec,
} as const

/** The secrets of the application and their key. The token of the cache is copied into one of them when there is one. */
export const secrets: Layer = {
  ...self,
  needs: [],
  uses: ['Cache'],
  late: ['accountId', 'cacheTokenSecretRef'],
  required: () => true,
  build: (platform, observed) =>
    compositeOf(platform, self, {
      ...platform.spec.secrets,
      accountId: accountOf(observed),
      cacheTokenSecretRef: reportOf(observed, 'Cache').authTokenSecretRef,
    }),
}
