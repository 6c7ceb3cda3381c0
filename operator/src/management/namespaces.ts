import { fieldManager, protectedLabel } from '@taskplatform/crds/labels'
import type { StoredPlatform } from '../core/platform.ts'
import type { KubeClient } from '../kube/client.ts'
import { isNotFound } from '../kube/errors.ts'
import { type Change, createReflector } from '../kube/reflector.ts'
import type { KubeObject } from '../kube/resource.ts'
import type { Store } from '../kube/store.ts'
import { type Watch, watchOf } from '../kube/watched.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Namespaces } from '../ports/namespaces.ts'
import type { Queue } from '../runtime/queue.ts'
import { namespaces } from './resources.ts'

/** Follows the namespaces that are protected. A change of one wakes it in `queue`. */
export function watchNamespaces(
  queue: Queue,
  parts: Readonly<{ client: KubeClient; log: Log; clock: Clock; metrics: Metrics }>,
): Readonly<{ store: Store<KubeObject>; watch: Watch }> {
  const labelSelector = `${protectedLabel}=true`
  const reflector = createReflector<KubeObject>({ ...parts, resource: namespaces, labelSelector })
  const watch = watchOf({ resource: namespaces, reflector, onChange: ({ key }) => queue.add(key) })
  return { store: reflector.store, watch }
}

/** Wakes the namespace of a platform that came or went, for `watchesFor`. */
export const wakeNamespace =
  (queue: Queue) =>
  ({ type, object }: Change<StoredPlatform>): void => {
    if (type !== 'modified' && object.metadata.namespace) queue.add(object.metadata.namespace)
  }

/** Namespaces as the watches have them, and as the API server takes them. */
export function namespacesOf(
  client: KubeClient,
  platforms: Store<StoredPlatform>,
  protectedOnes: Store<KubeObject>,
): Namespaces {
  // a merge patch: server-side apply would make a namespace that is gone anew
  const label = async (name: string, value: string | null, signal: AbortSignal) => {
    const body = { metadata: { labels: { [protectedLabel]: value } } }
    try {
      await client.mergePatch(namespaces, { name }, body, { fieldManager, signal })
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }
  return {
    holdsPlatform: (name) => platforms.byIndex(byNamespace, name).length > 0,
    isProtected: (name) => protectedOnes.get(name) !== undefined,
    protect: (name, signal) => label(name, 'true', signal),
    release: (name, signal) => label(name, null, signal),
  }
}

/** The index of platforms by their namespace. */
export const byNamespace = 'namespace'
