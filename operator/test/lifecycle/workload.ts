import { holderOf } from '@taskplatform/bootstrap/local/process/port-holder'
import type { KubeClient } from '../../src/kube/client.ts'
import { connect } from '../../src/kube/connect.ts'
import { parseKubeconfig } from '../../src/kube/kubeconfig.ts'
import { kubeconfigIn } from '../../src/management/workload-clusters.ts'
import { persistentVolumes, services } from '../../src/management/workload-resources.ts'
import { realClock } from '../../src/runtime/clock.ts'

/** Works with the EKS cluster of the platform `tasks` in a namespace, as its kubeconfig lets in. */
export async function inWorkload<T>(
  management: KubeClient,
  namespace: string,
  signal: AbortSignal,
  work: (client: KubeClient) => Promise<T>,
): Promise<T> {
  const kubeconfigText = await kubeconfigOf(management, namespace, signal)
  const { client, close } = connect({ kubeconfigText }, { clock: realClock, userAgent: 'lifecycle-test' })
  try {
    return await work(client)
  } finally {
    await close()
  }
}

/** A Service that asks AWS for a load balancer. */
export const balancedService = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'default', name: 'front' },
  spec: { type: 'LoadBalancer', selector: { app: 'front' }, ports: [{ port: 80 }] },
}

/** A volume that was bound to a claim which is gone, as the EBS driver makes it. */
export const ebsVolume = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'pvc-1' },
  spec: {
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteOnce'],
    persistentVolumeReclaimPolicy: 'Delete',
    csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0123456789abcdef0' },
  },
}

/** Makes both in a cluster. */
export async function makeInWorkload(client: KubeClient, signal: AbortSignal): Promise<void> {
  await client.create(services, balancedService, { signal })
  await client.create(persistentVolumes, ebsVolume, { signal })
}

/** What a Service has become. */
export const storedService = (client: KubeClient, signal: AbortSignal) =>
  client.get<{ status?: { loadBalancer?: { ingress?: { hostname?: string }[] } } }>(
    services,
    balancedService.metadata,
    { signal },
  )

/** Stops the API server of a platform's EKS cluster, as if its machine hung: it takes connections and says nothing. */
export async function hangWorkloadApi(management: KubeClient, namespace: string, signal: AbortSignal): Promise<void> {
  const { server } = parseKubeconfig(await kubeconfigOf(management, namespace, signal), '.')
  const holder = holderOf(Number(new URL(server).port))
  if (!holder) throw new Error(`nobody listens at ${server}`)
  process.kill(holder.pid, 'SIGSTOP')
}

async function kubeconfigOf(management: KubeClient, namespace: string, signal: AbortSignal): Promise<string> {
  const text = await kubeconfigIn(management)(`${namespace}/tasks`, 'tasks-cluster-kubeconfig', signal)
  if (!text) throw new Error(`the cluster of ${namespace}/tasks has no kubeconfig`)
  return text
}
