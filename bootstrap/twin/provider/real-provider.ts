import type { KubeClient } from '@taskplatform/operator/kube/client'
import { isNotFound } from '@taskplatform/operator/kube/errors'
import type { KubeObject } from '@taskplatform/operator/kube/resource'

/** The real AWS provider is installed: it and the twin would fight over the same objects, and one of them costs money. */
export class RealProviderError extends Error {
  override readonly name = 'RealProviderError'
  readonly code = 'REAL_PROVIDER'
}

/** Throws a `RealProviderError` if a package of the AWS provider is installed in the cluster. */
export const refuseBesideRealProvider = async (
  client: Pick<KubeClient, 'list'>,
  signal: AbortSignal,
): Promise<void> => {
  const real = (await providersIn(client, signal)).find(({ spec }) =>
    /provider(-family)?-aws/.test(spec?.package ?? ''),
  )
  if (!real) return
  throw new RealProviderError(
    `The cluster has the AWS provider "${real.metadata?.name}" installed (${real.spec?.package}), which works on the same objects. Use the twin in a cluster without it, or remove it: kubectl delete provider.pkg ${real.metadata?.name}`,
  )
}

type ProviderPackage = KubeObject & Readonly<{ spec?: Readonly<{ package?: string }> }>

const packages = { group: 'pkg.crossplane.io', version: 'v1', kind: 'Provider', plural: 'providers', namespaced: false }

const providersIn = async (client: Pick<KubeClient, 'list'>, signal: AbortSignal): Promise<ProviderPackage[]> => {
  try {
    return (await client.list<ProviderPackage>(packages, {}, { signal })).items
  } catch (error) {
    // Crossplane is not installed, so nor are its packages
    if (isNotFound(error)) return []
    throw error
  }
}
