import { digestOf } from '@taskplatform/compositions/digest'
import { platformSecretsSpec } from '@taskplatform/crds/layers/secrets'
import { reportOf } from '../layer-reports.ts'
import type { Layer } from '../layers.ts'
import type { Observed } from '../observed.ts'
import type { LivePlatform } from '../platform.ts'
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
      cacheTokenSecretRef: cacheTokenIn(platform, observed),
    }),
}

// Secrets Manager never changes a version that it has, and the Secret of a management cluster that was lost went with it: the
// token that is made in its place is another version
function cacheTokenIn({ uid, spec }: LivePlatform, observed: Observed) {
  const { authTokenSecretRef } = reportOf(observed, 'Cache')
  if (!authTokenSecretRef || uid === spec.uidInAws) return authTokenSecretRef
  return { ...authTokenSecretRef, revision: digestOf(uid) }
}
