import { readFile } from 'node:fs/promises'
import dot, { type OperatorLogger, type ResourceEvent, ResourceEventType, type ResourceMeta } from '@dot-i/k8s-operator'
import { parse } from 'yaml'
import type { KubeClient } from './kube/client.ts'
import { addFinalizer, removeFinalizer } from './kube/finalizer.ts'
import { mergePatchBetween } from './kube/merge-patch.ts'
import type { Change, Reflector } from './kube/reflector.ts'
import { apiVersionOf, type KubeObject, pathOf, type Resource } from './kube/resource.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { Controller } from './runtime/controller.ts'
import type { Elector } from './runtime/election/elector.ts'
import { createManager, type Endpoints, type Job, type Manager } from './runtime/manager.ts'
import type { Probe } from './runtime/probes.ts'

/**
 * What the shell runs. main.ts makes the parts, the shell ties and drives them:
 *
 *     const shell = new FrameworkShell({ log, clock, client, host, fieldManager, watches, controllers, endpoints, close })
 *     const code = await shell.run(stopSignal)
 *
 * `watches`: each reflector, and who wants its changes; their first lists are awaited before the controllers begin.
 * `endpoints` is given the probes and makes the HTTP server. `close` ends the client's connections, last but for the endpoints.
 * `host` is the API server's `host:port`, for URIs only.
 */
export type ShellOptions = Readonly<{
  log: Log
  clock: Clock
  client: KubeClient
  host: string
  fieldManager: string
  watches: readonly Watch[]
  controllers: readonly Controller[]
  jobs?: readonly Job[] | undefined
  elector?: Pick<Elector, 'acquire' | 'hold'> | undefined
  healthy?: readonly Probe[] | undefined
  endpoints: (probes: Pick<Manager, 'healthy' | 'ready'>) => Endpoints
  close: () => Promise<void>
  drainMs?: number | undefined
}>

/** A collection to follow; make it with `watchOf`. */
export type Watch = Readonly<{
  resource: Resource
  namespace?: string | undefined
  reflector: Reflector<KubeObject>
  onChange: (change: Change<KubeObject>) => void
}>

/** A watch whose listener knows the type of its objects. `onChange` usually adds a key to a queue, and must not wait. */
export const watchOf = <T extends KubeObject>(
  watch: Readonly<{
    resource: Resource
    namespace?: string
    reflector: Reflector<T>
    onChange: (change: Change<T>) => void
  }>,
): Watch => watch as unknown as Watch

/** The framework's event with what its own lacks. */
export type ShellEvent = ResourceEvent & Readonly<{ change: Change<KubeObject> }>

// Node gives the CommonJS module as the default import, vitest the class in it
const Base = ((dot as { default?: unknown }).default ?? dot) as typeof dot.default

/**
 * An operator of the framework `@dot-i/k8s-operator` 1.3.9: its base class, life cycle and vocabulary, with all its I/O replaced.
 * Its own watches end the process on any error, its writes swallow theirs, and its `stop` exits with 1; none of that is reachable
 * from here, which the contract tests see to. Controllers do not import this file: without the framework, only it would go.
 */
export class FrameworkShell extends Base {
  readonly #options: ShellOptions
  readonly #watched = new Set<Watch>()
  readonly #stopping = new AbortController()
  #finished: Promise<number> | undefined

  constructor(options: ShellOptions) {
    super(loggerFor(options.log))
    this.#options = options
    // the base has read the default kubeconfig: forget it, and let nobody use it unseen
    this.kubeConfig = unusable<typeof this.kubeConfig>('kubeConfig')
    this.k8sApi = unusable<typeof this.k8sApi>('k8sApi')
  }

  /** Starts, works until `signal` is aborted, stops, and gives the exit code. Rejects if a part fails for good. */
  async run(signal: AbortSignal): Promise<number> {
    const stop = () => this.stop()
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) this.stop()
    try {
      await this.start()
      return await this.finished()
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  /** Registers the watches and sets the parts going; does not wait for them. */
  override async start(): Promise<void> {
    await this.init()
    const { endpoints } = this.#options
    const caches = [...this.#watched].map(({ reflector }) => reflector)
    const manager = createManager({ ...this.#options, caches })
    this.#finished = manager.run(this.#stopping.signal, endpoints(manager))
    // whoever awaits `finished` is told; until then it is not an unhandled rejection
    this.#finished.catch(() => {})
  }

  /** Asks for a graceful stop, and returns at once. The base would end the process with 1. */
  override stop(): void {
    this.#stopping.abort(new Error('The operator was asked to stop'))
  }

  /** The exit code, once everything has stopped. */
  async finished(): Promise<number> {
    if (!this.#finished) throw new Error('The operator was not started: call start first')
    return this.#finished
  }

  protected override async init(): Promise<void> {
    for (const { resource, namespace, onChange } of this.#options.watches) {
      const onEvent = async (event: ResourceEvent) => onChange((event as ShellEvent).change)
      await this.watchResource(resource.group, resource.version, resource.plural, onEvent, namespace)
    }
  }

  /** Passes the changes of one of our reflectors on. The base would open a watch without list, resume or end. */
  protected override async watchResource(
    group: string,
    version: string,
    plural: string,
    onEvent: (event: ResourceEvent) => Promise<void>,
    namespace?: string,
  ): Promise<void> {
    const watch = this.#watchFor(group, version, plural, namespace)
    this.#watched.add(watch)
    watch.reflector.onChange((change) => {
      onEvent(eventOf(watch.resource, change)).catch((err) =>
        this.#options.log.error({ err, key: change.key }, 'a listener failed to take a change'),
      )
    })
  }

  /** Makes `status` the whole status, if it differs. Throws what the base would log and turn into null; null if the object is gone. */
  protected override async setResourceStatus(meta: ResourceMeta, status: unknown): Promise<ResourceMeta | null> {
    const object = await this.#current(meta)
    if (!object) return null
    const patch = mergePatchBetween(
      (object as { status?: Record<string, unknown> }).status ?? {},
      status as Record<string, unknown>,
    )
    return patch === undefined ? metaOf(this.#resourceOf(meta), object) : this.patchResourceStatus(meta, patch)
  }

  /** Merges `status` into the status, whatever version the object has by now. */
  protected override async patchResourceStatus(meta: ResourceMeta, status: unknown): Promise<ResourceMeta | null> {
    const { client, fieldManager } = this.#options
    const resource = this.#resourceOf(meta)
    const options = { fieldManager, subresource: 'status', signal: this.#stopping.signal }
    return metaOf(resource, await client.mergePatch<KubeObject>(resource, meta, { status }, options))
  }

  /** Replaces the finalizers of the very version in `meta`; anybody's change since then is a refusal, not a loss. */
  protected override async setResourceFinalizers(meta: ResourceMeta, finalizers: string[]): Promise<void> {
    const resource = this.#resourceOf(meta)
    const operations = [
      { op: 'test', path: '/metadata/resourceVersion', value: meta.resourceVersion },
      { op: 'add', path: '/metadata/finalizers', value: finalizers },
    ] as const
    await this.#options.client.jsonPatch(resource, meta, operations, { signal: this.#stopping.signal })
  }

  /** As in the base, but without losing others' finalizers, and throwing when it fails. */
  protected override async handleResourceFinalizer(
    event: ResourceEvent,
    finalizer: string,
    deleteAction: (event: ResourceEvent) => Promise<void>,
  ): Promise<boolean> {
    const { client } = this.#options
    const options = { signal: this.#stopping.signal }
    const resource = this.#resourceOf(event.meta)
    const object = event.object as unknown as KubeObject
    const has = object.metadata?.finalizers?.includes(finalizer) ?? false
    if (event.type === ResourceEventType.Deleted) return false
    if (object.metadata?.deletionTimestamp === undefined) {
      if (has) return false
      await addFinalizer(client, resource, object, finalizer, options)
      return true
    }
    if (has) {
      await deleteAction(event)
      await removeFinalizer(client, resource, object, finalizer, options)
    }
    return true
  }

  /** Applies the CRD in a YAML file, new or changed; the base only ever creates it. */
  protected override async registerCustomResourceDefinition(crdFile: string): Promise<RegisteredCrd> {
    const { client, fieldManager } = this.#options
    const crd = parse(await readFile(crdFile, 'utf8')) as Crd
    await client.apply(crdResource, crd, { fieldManager, force: true, signal: this.#stopping.signal })
    return { group: crd.spec.group, versions: crd.spec.versions, plural: crd.spec.names.plural }
  }

  /** The URI of a collection. */
  protected override getCustomResourceApiUri(
    group: string,
    version: string,
    plural: string,
    namespace?: string,
  ): string {
    const resource = { group, version, plural, kind: '', namespaced: namespace !== undefined }
    return `https://${this.#options.host}${pathOf(resource, { namespace })}`
  }

  /** Hands out no credentials: requests go through the client. */
  protected override async applyAxiosKubeConfigAuth(): Promise<void> {
    throw new Error('The shell hands out no credentials: use its client')
  }

  /** Hands out no credentials: requests go through the client. */
  protected override async applyGaxiosKubeConfigAuth(): Promise<void> {
    throw new Error('The shell hands out no credentials: use its client')
  }

  #watchFor(group: string, version: string, plural: string, namespace: string | undefined): Watch {
    const found = this.#options.watches.find(
      (watch) =>
        watch.resource.group === group &&
        watch.resource.version === version &&
        watch.resource.plural === plural &&
        watch.namespace === namespace,
    )
    if (found) return found
    throw new Error(`No reflector for ${plural}.${group}/${version}: hand one to the shell in its watches`)
  }

  #resourceOf(meta: ResourceMeta): Resource {
    const known = this.#options.watches.find(({ resource }) => idOf(resource) === meta.id)
    if (known) return known.resource
    throw new Error(`Unknown resource "${meta.id}": hand the shell a watch for it`)
  }

  #current(meta: ResourceMeta): Promise<KubeObject | undefined> {
    return this.#options.client.get(this.#resourceOf(meta), meta, { signal: this.#stopping.signal })
  }
}

type RegisteredCrd = Awaited<ReturnType<InstanceType<typeof Base>['registerCustomResourceDefinition']>>
type Crd = KubeObject &
  Readonly<{ spec: { group: string; versions: RegisteredCrd['versions']; names: { plural: string } } }>

const crdResource: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
}

const loggerFor = (log: Log): OperatorLogger => ({
  debug: (message) => log.debug(message),
  info: (message) => log.info(message),
  warn: (message) => log.warn(message),
  error: (message) => log.error(message),
})

const unusable = <T extends object>(name: string): T =>
  new Proxy({} as T, {
    get: () => {
      throw new Error(`The framework's own ${name} is not used: ask the shell's client`)
    },
  })

const idOf = (resource: Resource): string => `${resource.plural}.${apiVersionOf(resource)}`

const metaOf = (resource: Resource, { metadata }: KubeObject): ResourceMeta => ({
  id: idOf(resource),
  name: metadata?.name ?? '',
  ...(metadata?.namespace !== undefined && { namespace: metadata.namespace }),
  resourceVersion: metadata?.resourceVersion ?? '',
  apiVersion: apiVersionOf(resource),
  kind: resource.kind,
})

const eventTypes = {
  added: ResourceEventType.Added,
  modified: ResourceEventType.Modified,
  deleted: ResourceEventType.Deleted,
} as const

const eventOf = (resource: Resource, change: Change<KubeObject>): ShellEvent => ({
  type: eventTypes[change.type],
  meta: metaOf(resource, change.object),
  object: change.object as unknown as ResourceEvent['object'],
  change,
})
