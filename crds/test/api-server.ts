import type { Issue } from '@taskplatform/crds/contract'
import type { taskPlatformCrd } from '@taskplatform/crds/generate/crd'
import type { KubernetesObject } from '@taskplatform/crds/kubernetes'
import type { KubeClient } from '@taskplatform/operator/kube/client-types'
import { ApiError } from '@taskplatform/operator/kube/errors'
import { pathOf, type Resource } from '@taskplatform/operator/kube/resource'

/** What the API server said: nothing, or its complaints. Errors that are no verdict (no connection, not found) are thrown. */
export type Verdict = readonly Issue[]

/** Unknown fields are dropped in silence, as the contract drops them; the strict reading has a test of its own. */
const fieldValidation = 'Ignore'

/** Would the API server admit this object? Nothing is stored. */
export function wouldCreate(
  client: KubeClient,
  resource: Resource,
  object: KubernetesObject,
  signal: AbortSignal,
): Promise<Verdict> {
  return verdict(client.create(resource, object, { dryRun: true, fieldValidation, signal }))
}

/** Would the API server admit this in place of what is stored? Nothing is stored. */
export function wouldReplace(
  client: KubeClient,
  resource: Resource,
  stored: KubernetesObject,
  object: KubernetesObject,
  signal: AbortSignal,
): Promise<Verdict> {
  const { namespace, name, resourceVersion } = stored.metadata
  const body = { ...object, metadata: { ...object.metadata, namespace, name, resourceVersion } }
  const path = `${pathOf(resource, { namespace, name })}?dryRun=All&fieldValidation=${fieldValidation}`
  return verdict(client.raw('PUT', path, { body, signal }))
}

/** How the client addresses a kind. */
export function resourceOf({ group, version, kind, plural }: Omit<Resource, 'namespaced'>): Resource {
  return { group, version, kind, plural, namespaced: true }
}

/** Installs a CRD. Its kind is served a moment later. */
export async function install(
  client: KubeClient,
  crd: ReturnType<typeof taskPlatformCrd>,
  signal: AbortSignal,
): Promise<void> {
  await client.apply(crdResource, crd, { fieldManager: 'test', force: true, signal })
}

/** Runs the task for each item, a few at a time, and keeps the order of the answers. */
export async function eachOf<T, R>(items: readonly T[], task: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await task(item, index)
  }
  await Promise.all(Array.from({ length: 16 }, worker))
  return results
}

const crdResource: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
}

async function verdict(request: Promise<unknown>): Promise<Verdict> {
  try {
    await request
    return []
  } catch (error) {
    if (error instanceof ApiError && (error.status === 422 || error.status === 400)) return complaintsIn(error)
    throw error
  }
}

function complaintsIn({ causes, message }: ApiError): Verdict {
  if (causes.length === 0) return [{ path: '', message }]
  return causes.map(({ field, message }) => ({ path: pathIn(field), message: message ?? '' }))
}

/** The API server writes `<nil>` for the object as a whole. */
function pathIn(field: string | undefined): string {
  return field === undefined || field === '<nil>' ? '' : field
}
