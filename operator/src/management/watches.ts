import { platformLabel } from '@taskplatform/crds/labels'
import type { Composite } from '../core/composite.ts'
import type { LayerName } from '../core/layer-names.ts'
import type { Layer } from '../core/layers.ts'
import type { StoredPlatform } from '../core/platform.ts'
import type { KubeClient } from '../kube/client.ts'
import { type Change, createReflector } from '../kube/reflector.ts'
import type { Store } from '../kube/store.ts'
import { type Watch, watchOf } from '../kube/watched.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import { type Queue, unhurried } from '../runtime/queue.ts'
import { byNamespace } from './namespaces.ts'
import { taskPlatforms } from './resources.ts'

/** What we follow in the management cluster, and where the copies are read. */
export type Watches = Readonly<{
  platforms: Store<StoredPlatform>
  composites: ReadonlyMap<LayerName, Store<Composite>>
  all: readonly Watch[]
}>

/**
 * Watches TaskPlatforms and the composites of every layer; each change wakes the platform that it belongs to. `onPlatform` is
 * told of changes of platforms too, `onComposite` of those of composites, before the platform is woken.
 */
export function watchesFor(
  layers: readonly Layer[],
  queue: Queue,
  parts: Readonly<{ client: KubeClient; log: Log; clock: Clock; metrics: Metrics }>,
  onPlatform: (change: Change<StoredPlatform>) => void = () => {},
  onComposite: (platform: string, layer: LayerName, change: Change<Composite>) => void = () => {},
): Watches {
  const platforms = createReflector<StoredPlatform>({
    ...parts,
    resource: taskPlatforms,
    indexers: { [byNamespace]: ({ metadata }) => [metadata.namespace ?? ''] },
  })
  platforms.onChange(onPlatform)
  const composites = layers.map((layer) => ({
    layer,
    reflector: createReflector<Composite>({ ...parts, resource: layer.resource, labelSelector: platformLabel }),
  }))
  return {
    platforms: platforms.store,
    composites: new Map(composites.map(({ layer, reflector }) => [layer.name, reflector.store])),
    all: [
      watchOf({
        resource: taskPlatforms,
        reflector: platforms,
        onChange: ({ key, initial }) => queue.add(key, urgency(initial)),
      }),
      ...composites.map(({ layer, reflector }) =>
        watchOf({
          resource: layer.resource,
          reflector,
          onChange: (change) => {
            const platform = platformOf(change)
            if (!platform) return
            onComposite(platform, layer.name, change)
            queue.add(platform, urgency(change.initial))
          },
        }),
      ),
    ],
  }
}

function platformOf({ object }: Change<Composite>): string | undefined {
  const platform = object.metadata.labels?.[platformLabel]
  return platform ? `${object.metadata.namespace}/${platform}` : undefined
}

// What a user just changed comes before what was there when we started.
const urgency = (initial: boolean) => (initial ? { priority: unhurried } : {})
