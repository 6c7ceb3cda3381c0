import type { ProviderConfigRef } from '@taskplatform/crds/layers/common'

/** The ProviderConfigs of the AWS provider: without the one that a layer names, nothing of it can be made, changed or deleted. */
export interface ProviderConfigs {
  /** Whether there is one; a `ProviderConfig` is looked for in `namespace`. Asks the API server. */
  exists(ref: ProviderConfigRef, namespace: string, signal: AbortSignal): Promise<boolean>
}
