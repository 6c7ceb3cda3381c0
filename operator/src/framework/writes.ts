import { readFile } from 'node:fs/promises'
import { type ResourceEvent, ResourceEventType, type ResourceMeta } from '@dot-i/k8s-operator'
import { parse } from 'yaml'
import type { KubeClient } from '../kube/client.ts'
import { addFinalizer, removeFinalizer } from '../kube/finalizer.ts'
import { mergePatchBetween } from '../kube/merge-patch.ts'
import type { KubeObject, Resource } from '../kube/resource.ts'
import { metaOf } from './vocabulary.ts'

/** With what the framework's methods write, in place of its own requests. */
export type Writing = Readonly<{ client: KubeClient; fieldManager: string; signal: AbortSignal }>

/** Makes `status` the whole status, if it differs. Throws what the base would log and turn into null; null if the object is gone. */
export const setStatus = async (
  writing: Writing,
  resource: Resource,
  meta: ResourceMeta,
  status: unknown,
): Promise<ResourceMeta | null> => {
  const { client, signal } = writing
  const object = await client.get<KubeObject & { status?: Record<string, unknown> }>(resource, meta, { signal })
  if (!object) return null
  const patch = mergePatchBetween(object.status ?? {}, status as Record<string, unknown>)
  return patch === undefined ? metaOf(resource, object) : patchStatus(writing, resource, meta, patch)
}

/** Merges `status` into the status, whatever version the object has by now. */
export const patchStatus = async (
  { client, fieldManager, signal }: Writing,
  resource: Resource,
  meta: ResourceMeta,
  status: unknown,
): Promise<ResourceMeta> => {
  const options = { fieldManager, subresource: 'status', signal }
  return metaOf(resource, await client.mergePatch<KubeObject>(resource, meta, { status }, options))
}

/** Replaces the finalizers of the very version in `meta`; anybody's change since then is a refusal, not a loss. */
export const setFinalizers = async (
  { client, signal }: Writing,
  resource: Resource,
  meta: ResourceMeta,
  finalizers: string[],
): Promise<void> => {
  const operations = [
    { op: 'test', path: '/metadata/resourceVersion', value: meta.resourceVersion },
    { op: 'add', path: '/metadata/finalizers', value: finalizers },
  ] as const
  await client.jsonPatch(resource, meta, operations, { signal })
}

/** As in the base, but without losing others' finalizers, and throwing when it fails. */
export const handleFinalizer = async (
  { client, signal }: Writing,
  resource: Resource,
  event: ResourceEvent,
  finalizer: string,
  deleteAction: (event: ResourceEvent) => Promise<void>,
): Promise<boolean> => {
  const object = event.object as unknown as KubeObject
  const has = object.metadata?.finalizers?.includes(finalizer) ?? false
  if (event.type === ResourceEventType.Deleted) return false
  if (object.metadata?.deletionTimestamp === undefined) {
    if (has) return false
    await addFinalizer(client, resource, object, finalizer, { signal })
    return true
  }
  if (has) {
    await deleteAction(event)
    await removeFinalizer(client, resource, object, finalizer, { signal })
  }
  return true
}

/** Applies the CRD in a YAML file, new or changed; the base only ever creates it. */
export const applyCrd = async ({ client, fieldManager, signal }: Writing, file: string): Promise<Crd> => {
  const crd = parse(await readFile(file, 'utf8')) as Crd
  await client.apply(crdResource, crd, { fieldManager, force: true, signal })
  return crd
}

/** What we read of a CRD. */
export type Crd = KubeObject &
  Readonly<{ spec: { group: string; versions: { name: string }[]; names: { plural: string } } }>

const crdResource: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
}
