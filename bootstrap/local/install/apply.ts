import type { KubeClient } from '@taskplatform/operator/kube/client'
import { type Manifest, resourceOf } from './resources.ts'

/** Who owns the fields that the installation sets. */
export const fieldManager = 'taskplatform-local'

/** Applies objects as `owner`, a few at a time; what is there already as wanted stays untouched. Throws an `ApiError`. */
export const applyAll = async (
  client: KubeClient,
  objects: readonly Manifest[],
  signal: AbortSignal,
  owner = fieldManager,
): Promise<void> => {
  const rest = [...objects]
  const worker = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) {
      await client.apply(resourceOf(next), withoutStatus(next), { fieldManager: owner, force: true, signal })
    }
  }
  await Promise.all(Array.from({ length: 4 }, worker))
}

// generated CRDs carry an empty status, which is not ours to set
const withoutStatus = (manifest: Manifest): Manifest => {
  const { status: _, ...rest } = manifest as Manifest & { status?: unknown }
  return rest as Manifest
}
