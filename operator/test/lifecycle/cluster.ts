import { until } from '@taskplatform/bootstrap/local/until'
import { composedKinds } from '@taskplatform/compositions/composed-kinds'
import type { Condition, KubernetesObject } from '@taskplatform/crds/kubernetes'
import type { TaskPlatform } from '@taskplatform/crds/taskplatform'
import { network } from '../../src/core/layers/network.ts'
import type { KubeClient } from '../../src/kube/client.ts'
import type { Resource } from '../../src/kube/resource.ts'
import { namespaces, taskPlatforms } from '../../src/management/resources.ts'

const events: Resource = { group: 'events.k8s.io', version: 'v1', kind: 'Event', plural: 'events', namespaced: true }

/** A managed resource, as far as these tests look into it. */
export type ManagedResource = KubernetesObject & {
  spec: { forProvider: Record<string, unknown> }
  status?: { atProvider?: Record<string, unknown>; conditions?: readonly Condition[] }
}

/** One TaskPlatform in a namespace of its own, and questions that a test waits on. */
export function platformIn(client: KubeClient, namespace: string, signal: AbortSignal) {
  const key = { namespace, name: 'tasks' }
  const get = () => client.get<TaskPlatform & KubernetesObject>(taskPlatforms, key, { signal })

  const wait = <T>(what: string, question: () => Promise<T | undefined | false>): Promise<T> =>
    until(question, { what, deadlineMs: 240_000, signal })

  const managed = async (kind?: string): Promise<readonly ManagedResource[]> => {
    const kinds = composedKinds.filter((candidate) => kind === undefined || candidate.kind === kind)
    const lists = await Promise.all(
      kinds.map((resource) =>
        client.list<ManagedResource>({ ...resource, namespaced: true }, { namespace }, { signal }),
      ),
    )
    return lists.flatMap(({ items }) => items)
  }

  const makeNamespace = () =>
    client.apply(
      namespaces,
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      { fieldManager: 'test', signal },
    )

  /** What events of that reason say. */
  const notes = async (reason: string): Promise<readonly string[]> => {
    const { items } = await client.list<KubernetesObject & { reason: string; note: string }>(
      events,
      { namespace },
      { signal },
    )
    return items.filter((event) => event.reason === reason).map(({ note }) => note)
  }

  return {
    get,
    notes,
    managed,
    wait,
    namespace: makeNamespace,
    apply: async (spec: object) => {
      await makeNamespace()
      const object = { apiVersion: 'taskplatform.dev/v1alpha1', kind: 'TaskPlatform', metadata: key, spec }
      await client.apply(taskPlatforms, object, { fieldManager: 'test', force: true, signal })
    },
    ready: () =>
      wait(`TaskPlatform ${namespace}/tasks to be Ready for its newest spec`, async () => {
        const stored = await get()
        const ready = stored?.status?.conditions?.find(({ type }) => type === 'Ready')
        const current = stored?.status?.observedGeneration === stored?.metadata.generation
        return current && ready?.status === 'True' && stored
      }),
    /** Waits until a condition says what is expected of its message. */
    says: (type: string, message: RegExp) =>
      wait(`condition ${type} to say ${message}`, async () => {
        const condition = (await get())?.status?.conditions?.find((candidate) => candidate.type === type)
        return condition && message.test(condition.message) && condition
      }),
    annotate: (annotations: Readonly<Record<string, string | null>>) =>
      client.mergePatch(taskPlatforms, key, { metadata: { annotations } }, { signal }),
    remove: () => client.remove(taskPlatforms, key, { signal }),
    removeNamespace: () => client.remove(namespaces, { name: namespace }, { signal }),
    gone: () => wait(`TaskPlatform ${namespace}/tasks to be gone`, async () => (await get()) === undefined),
    network: (name = 'tasks-network') =>
      client.get<KubernetesObject>(network.resource, { namespace, name }, { signal }),
  }
}
