import dot, { type ResourceEvent, type ResourceMeta } from '@dot-i/k8s-operator'
import { eventOf, idOf, loggerFor, type ShellEvent } from './framework/vocabulary.ts'
import { applyCrd, handleFinalizer, patchStatus, setFinalizers, setStatus, type Writing } from './framework/writes.ts'
import type { KubeClient } from './kube/client.ts'
import { pathOf, type Resource } from './kube/resource.ts'
import type { Watch } from './kube/watched.ts'
import { createManager, type Endpoints, type Manager, type ManagerOptions } from './runtime/manager.ts'

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
export type ShellOptions = Omit<ManagerOptions, 'caches'> &
  Readonly<{
    client: KubeClient
    host: string
    fieldManager: string
    watches: readonly Watch[]
    endpoints: (probes: Pick<Manager, 'healthy' | 'ready'>) => Endpoints
  }>

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

  protected override async setResourceStatus(meta: ResourceMeta, status: unknown): Promise<ResourceMeta | null> {
    return setStatus(this.#writing(), this.#resourceOf(meta), meta, status)
  }

  protected override async patchResourceStatus(meta: ResourceMeta, status: unknown): Promise<ResourceMeta | null> {
    return patchStatus(this.#writing(), this.#resourceOf(meta), meta, status)
  }

  protected override async setResourceFinalizers(meta: ResourceMeta, finalizers: string[]): Promise<void> {
    return setFinalizers(this.#writing(), this.#resourceOf(meta), meta, finalizers)
  }

  protected override async handleResourceFinalizer(
    event: ResourceEvent,
    finalizer: string,
    deleteAction: (event: ResourceEvent) => Promise<void>,
  ): Promise<boolean> {
    return handleFinalizer(this.#writing(), this.#resourceOf(event.meta), event, finalizer, deleteAction)
  }

  protected override async registerCustomResourceDefinition(crdFile: string): Promise<RegisteredCrd> {
    const { spec } = await applyCrd(this.#writing(), crdFile)
    return { group: spec.group, versions: spec.versions as RegisteredCrd['versions'], plural: spec.names.plural }
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

  #writing(): Writing {
    const { client, fieldManager } = this.#options
    return { client, fieldManager, signal: this.#stopping.signal }
  }
}

type RegisteredCrd = Awaited<ReturnType<InstanceType<typeof Base>['registerCustomResourceDefinition']>>

const unusable = <T extends object>(name: string): T =>
  new Proxy({} as T, {
    get: () => {
      throw new Error(`The framework's own ${name} is not used: ask the shell's client`)
    },
  })
