import { KubeconfigError } from '../errors.ts'
import type { KubeClient } from '../kube/client.ts'
import type { Clock } from '../ports/clock.ts'
import type { PlatformName } from '../ports/composites.ts'
import type { WorkloadClusters } from '../ports/workload-clusters.ts'
import type { RemoteClusters } from '../remote/clusters.ts'
import { budgetsIn, heldIn } from './held.ts'
import { letGo } from './let-go.ts'
import { secrets } from './workload-resources.ts'

/** The clusters of platforms, each known by the key of its platform. */
export const workloadClustersOf = (remote: RemoteClusters, clock: Pick<Clock, 'now'>): WorkloadClusters => ({
  reach: (platform, kubeconfigSecret) => {
    if (kubeconfigSecret !== undefined) return remote.reach(keyOf(platform), kubeconfigSecret)
    remote.forget(keyOf(platform))
    return { state: 'Waiting', message: '', since: clock.now() }
  },
  forget: (platform) => remote.forget(keyOf(platform)),
  budgets: (platform, signal) =>
    remote.use(keyOf(platform), 'list PodDisruptionBudgets', (client) => budgetsIn(client, signal), signal),
  holding: (platform, signal) =>
    remote.use(keyOf(platform), 'look for what is left in AWS', (client) => heldIn(client, signal), signal),
  letGo: async (platform, releases, signal) => {
    await remote.use(keyOf(platform), 'let go', (client) => letGo(client, releases, signal), signal)
  },
})

/** Reads the kubeconfig that EKS' ClusterAuth keeps in a Secret, by its name alone: we may not list Secrets. */
export const kubeconfigIn =
  (client: KubeClient) =>
  async (platform: string, secret: string, signal: AbortSignal): Promise<string | undefined> => {
    const [namespace = ''] = platform.split('/')
    const found = await client.get<Secret>(secrets, { namespace, name: secret }, { signal })
    if (!found) return undefined
    const encoded = found.data?.['kubeconfig']
    if (!encoded)
      throw new KubeconfigError(
        `Secret ${namespace}/${secret} has no key "kubeconfig": delete it, and it is made again`,
      )
    return Buffer.from(encoded, 'base64').toString('utf8')
  }

type Secret = Readonly<{ data?: Readonly<Record<string, string>> }>

const keyOf = ({ namespace, name }: PlatformName): string => `${namespace}/${name}`
