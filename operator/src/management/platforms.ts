import { fieldManager, finalizer } from '@taskplatform/crds/labels'
import type { StoredPlatform } from '../core/platform.ts'
import type { KubeClient } from '../kube/client.ts'
import { isNotFound } from '../kube/errors.ts'
import { addFinalizer, removeFinalizer } from '../kube/finalizer.ts'
import { writeStatus } from '../kube/status.ts'
import type { Store } from '../kube/store.ts'
import type { Namespaces } from '../ports/namespaces.ts'
import type { Platforms } from '../ports/platforms.ts'
import { taskPlatforms } from './resources.ts'

/** TaskPlatforms as the watch has them, and as the API server takes them. */
export const platformsOf = (
  client: KubeClient,
  store: Store<StoredPlatform>,
  namespaces: Pick<Namespaces, 'isProtected' | 'protect'>,
): Platforms => ({
  get: (key) => store.get(key),
  all: () => store.list(),
  claim: async (stored, signal) => {
    const { namespace = '' } = stored.metadata
    if (!namespaces.isProtected(namespace)) await namespaces.protect(namespace, signal)
    await addFinalizer(client, taskPlatforms, stored, finalizer, { signal })
  },
  release: async (stored, signal) => {
    await removeFinalizer(client, taskPlatforms, stored, finalizer, { signal })
  },
  writeStatus: async (stored, status, signal) => {
    try {
      await writeStatus(client, taskPlatforms, stored, status, { fieldManager, signal })
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  },
})
