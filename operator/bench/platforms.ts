import type { KubernetesObject } from '@taskplatform/crds/kubernetes'
import type { KubeClient } from '../src/kube/client.ts'
import { taskPlatforms } from '../src/management/resources.ts'

/** The namespace of the benchmark's platforms. */
export const namespace = 'bench'

const common = { region: 'ap-northeast-1' }

/** The two platforms that are measured: the smallest of each profile. */
export const platforms = {
  development: { ...common, profile: 'Development' },
  production: {
    ...common,
    profile: 'Production',
    hostname: 'tasks.example.com',
    dns: { hostedZoneId: 'Z0123456789' },
  },
} as const

/** Creates a platform and waits until the watch shows it Ready. Returns the milliseconds that it took. */
export async function timeToReady(
  client: KubeClient,
  name: string,
  spec: object,
  signal: AbortSignal,
): Promise<number> {
  const started = performance.now()
  const object = { apiVersion: 'taskplatform.dev/v1alpha1', kind: 'TaskPlatform', metadata: { name, namespace }, spec }
  const { metadata } = await client.create(taskPlatforms, object, { signal })
  await untilReady(client, name, (metadata as { resourceVersion?: string }).resourceVersion ?? '0', signal)
  return performance.now() - started
}

type Stored = KubernetesObject & {
  status?: { conditions?: readonly { type: string; status: string }[] }
}

async function untilReady(
  client: KubeClient,
  name: string,
  resourceVersion: string,
  signal: AbortSignal,
): Promise<void> {
  const query = { namespace, resourceVersion, timeoutSeconds: 600, allowWatchBookmarks: false }
  for await (const { object } of client.watch<Stored>(taskPlatforms, query, { signal })) {
    if (object.metadata.name === name && isReady(object)) return
  }
  throw new Error(`the watch ended before ${name} was Ready`)
}

const isReady = ({ status }: Stored): boolean =>
  status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false
