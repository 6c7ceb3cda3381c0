import type { CallOptions, KubeClient } from './client-types.ts'
import { type JsonObject, mergePatchBetween } from './merge-patch.ts'
import { type KubeObject, keyOf, parseKey, type Resource } from './resource.ts'

/**
 * Makes `status` the status of `object` as we know it: one request, and none if nothing would change in meaning. The resource
 * version goes along, so that a status worked out from an outdated object is refused as a conflict.
 */
export const writeStatus = async (
  client: Pick<KubeClient, 'mergePatch'>,
  resource: Resource,
  object: KubeObject & Readonly<{ status?: object | undefined }>,
  status: object,
  options: CallOptions & Readonly<{ fieldManager: string }>,
): Promise<'written' | 'unchanged'> => {
  const patch = mergePatchBetween((object.status ?? {}) as JsonObject, status as JsonObject)
  if (patch === undefined) return 'unchanged'
  const body = { metadata: { resourceVersion: object.metadata?.resourceVersion }, status: patch }
  await client.mergePatch(resource, parseKey(keyOf(object)), body, { ...options, subresource: 'status' })
  return 'written'
}
