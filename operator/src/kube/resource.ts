/** One kind of object of an API server: enough to write its paths. `group` is empty for the core group. */
export type Resource = Readonly<{ group: string; version: string; kind: string; plural: string; namespaced: boolean }>

/** Names one object, or, without `name`, the collection (of all namespaces without `namespace`). */
export type ResourceKey = Readonly<{ namespace?: string | undefined; name?: string | undefined }>

/** What we rely on in any object: all of it optional, because objects to be created lack much. */
export type KubeObject = Readonly<{
  apiVersion?: string | undefined
  kind?: string | undefined
  metadata?: KubeMetadata | undefined
}>

/** The part of metadata that the client itself reads. */
export type KubeMetadata = Readonly<{
  name?: string | undefined
  namespace?: string | undefined
  uid?: string | undefined
  resourceVersion?: string | undefined
  deletionTimestamp?: string | undefined
  finalizers?: readonly string[] | undefined
  labels?: Readonly<Record<string, string>> | undefined
  annotations?: Readonly<Record<string, string | undefined>> | undefined
}>

/** The URL path of an object, its subresource, or a collection. */
export const pathOf = (resource: Resource, key: ResourceKey & { subresource?: string | undefined } = {}): string =>
  [
    resource.group === '' ? '/api' : `/apis/${resource.group}`,
    resource.version,
    ...(resource.namespaced && key.namespace ? ['namespaces', encodeURIComponent(key.namespace)] : []),
    resource.plural,
    ...(key.name ? [encodeURIComponent(key.name)] : []),
    ...(key.subresource ? [key.subresource] : []),
  ].join('/')

/** `group/version` as objects carry it, or just the version for the core group. */
export const apiVersionOf = ({ group, version }: Resource): string => (group === '' ? version : `${group}/${version}`)

/** `plural.group`, or `plural` for the core group: how logs and metrics name a collection. */
export const titleOf = ({ plural, group }: Resource): string => (group === '' ? plural : `${plural}.${group}`)

/** `namespace/name`, or `name` for a cluster-wide object: the key of stores and queues. */
export const keyOf = ({ metadata }: KubeObject): string =>
  metadata?.namespace ? `${metadata.namespace}/${metadata.name ?? ''}` : (metadata?.name ?? '')

/** The reverse of `keyOf`. */
export const parseKey = (key: string): { namespace?: string; name: string } => {
  const slash = key.indexOf('/')
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}
