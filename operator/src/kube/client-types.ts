import type { KubeObject, Resource, ResourceKey } from './resource.ts'

/**
 * Objects of any kind as the API server sends them: plain JSON, nothing renamed, nothing dropped. All methods throw an `ApiError`
 * for an answer of 400 or more, a `TransportError` without an answer, a `DeadlineError` after `timeoutMs` (30 s), and the
 * signal's reason when it is aborted.
 */
export interface KubeClient {
  /** Reads one object; `undefined` if it does not exist. */
  get<T = KubeObject>(resource: Resource, key: ObjectKey, options: CallOptions): Promise<T | undefined>
  /** Reads all pages of a collection (`limit` objects each, 500), with the resource version to watch from. */
  list<T = KubeObject>(resource: Resource, query: ListQuery, options: CallOptions): Promise<Listed<T>>
  /** Creates an object under the name and namespace in its metadata. */
  create<T extends KubeObject>(resource: Resource, object: T, options: WriteOptions): Promise<T>
  /** Server-side apply of everything that `fieldManager` wants to own. Without `force`, others' fields make a conflict (409). */
  apply<T extends KubeObject>(resource: Resource, object: T, options: ApplyOptions): Promise<T>
  /** JSON merge patch (RFC 7396): lists are replaced whole. */
  mergePatch<T = KubeObject>(resource: Resource, key: ObjectKey, body: object, options: PatchOptions): Promise<T>
  /** JSON patch (RFC 6902). A failed `test` is an `ApiError` of status 422. Not repeated after a lost answer. */
  jsonPatch<T = KubeObject>(
    resource: Resource,
    key: ObjectKey,
    operations: readonly JsonPatchOperation[],
    options: PatchOptions,
  ): Promise<T>
  /** Asks for deletion; with `uid`, of that object only. `absent`: there is no such object (any more). */
  remove(resource: Resource, key: ObjectKey, options: RemoveOptions): Promise<'accepted' | 'absent'>
  /**
   * Changes from `resourceVersion` on, until the server ends the stream. An error event in the stream is thrown as the `ApiError`
   * it holds, a stream cut inside a line as a `TransportError`, a line that is not JSON as a `MalformedEventError`.
   */
  watch<T = KubeObject>(resource: Resource, query: WatchQuery, options: WatchOptions): AsyncIterable<WatchEvent<T>>
  /** Any request: JSON answers as values, others (`/readyz`, `/metrics`) as text. Only reads are repeated. */
  raw(method: HttpMethod, path: string, options: RawOptions): Promise<unknown>
}

export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'

/** One object; cluster-wide ones have no namespace. */
export type ObjectKey = Readonly<{ namespace?: string | undefined; name: string }>

export type CallOptions = Readonly<{ signal: AbortSignal; timeoutMs?: number | undefined }>

/** Unknown and repeated fields: refused (`Strict`, the default here), told by a warning, or dropped in silence. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore'

export type WriteOptions = CallOptions &
  Readonly<{
    fieldManager?: string | undefined
    fieldValidation?: FieldValidation | undefined
    dryRun?: boolean | undefined
  }>

export type ApplyOptions = WriteOptions &
  Readonly<{ fieldManager: string; force?: boolean | undefined; subresource?: string | undefined }>

export type PatchOptions = WriteOptions & Readonly<{ subresource?: string | undefined }>

export type RemoveOptions = CallOptions &
  Readonly<{ propagation?: 'Foreground' | 'Background' | 'Orphan' | undefined; uid?: string | undefined }>

export type RawOptions = CallOptions & Readonly<{ body?: unknown; contentType?: string | undefined }>

/** Without `namespace`: all namespaces. Selectors in the API server's own syntax (`app=web,tier!=db`). */
export type ListQuery = Pick<ResourceKey, 'namespace'> &
  Readonly<{ labelSelector?: string | undefined; fieldSelector?: string | undefined; limit?: number | undefined }>

/** `sendInitialEvents`: all that there is comes first, as a streaming list that ends with an annotated bookmark. */
export type WatchQuery = Omit<ListQuery, 'limit'> &
  Readonly<{ timeoutSeconds: number; allowWatchBookmarks: boolean }> &
  (Readonly<{ resourceVersion: string }> | Readonly<{ sendInitialEvents: true }>)

/** `onOpen` is called when the server has accepted the watch, which may be long before its first event. */
export type WatchOptions = Readonly<{ signal: AbortSignal; onOpen?: (() => void) | undefined }>

/** Each item carries `apiVersion` and `kind`, which the API server leaves out of lists. */
export type Listed<T> = Readonly<{ items: T[]; resourceVersion: string }>

/** A `BOOKMARK` holds nothing but the resource version reached. */
export type WatchEvent<T> = Readonly<{ type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; object: T }>

export type JsonPatchOperation = Readonly<
  | { op: 'add' | 'replace' | 'test'; path: string; value: unknown }
  | { op: 'remove'; path: string }
  | { op: 'move' | 'copy'; path: string; from: string }
>
