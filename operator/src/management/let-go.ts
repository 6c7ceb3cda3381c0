import { fieldManager } from '@taskplatform/crds/labels'
import type { Held, HeldBalancer, HeldNode, HeldVolume, Release } from '../core/workload-cluster.ts'
import type { KubeClient } from '../kube/client.ts'
import { isNotFound } from '../kube/errors.ts'
import type { KubeObject } from '../kube/resource.ts'
import {
  ingresses,
  nodePools,
  nodes,
  persistentVolumeClaims,
  persistentVolumes,
  pods,
  services,
  statefulSets,
} from './workload-resources.ts'

/** Asks a workload cluster to let go, one thing after another: whoever made it in AWS takes it away there. */
export async function letGo(client: KubeClient, releases: readonly Release[], signal: AbortSignal): Promise<void> {
  for (const { held, how } of releases) {
    if (how === 'Retain' && held.kind === 'PersistentVolume') await retain(client, held, signal)
    if (how === 'Delete' && !held.going) await remove(client, held, signal)
  }
}

function remove(client: KubeClient, held: Held, signal: AbortSignal): Promise<void> {
  switch (held.kind) {
    case 'Service':
    case 'Ingress':
      return removeBalancer(client, held, signal)
    case 'PersistentVolume':
      return removeVolume(client, held, signal)
    case 'Node':
      return removeNode(client, held, signal)
  }
}

async function removeBalancer(client: KubeClient, held: HeldBalancer, signal: AbortSignal): Promise<void> {
  const { kind, namespace, name, uid } = held
  await client.remove(kind === 'Service' ? services : ingresses, { namespace, name }, { uid, signal })
}

// From now on Kubernetes leaves the volume alone, whatever becomes of its claim.
async function retain(client: KubeClient, { name }: HeldVolume, signal: AbortSignal): Promise<void> {
  const patch = { spec: { persistentVolumeReclaimPolicy: 'Retain' } }
  await client
    .mergePatch(persistentVolumes, { name }, patch, { fieldManager, signal })
    .catch((error: unknown) => (isNotFound(error) ? undefined : Promise.reject(error)))
}

/**
 * A claim goes when no pod on a node uses it, and a pod whose claim is going is not scheduled again. A StatefulSet would make
 * another claim, and that another volume.
 */
async function removeVolume(client: KubeClient, { name, uid, claim }: HeldVolume, signal: AbortSignal): Promise<void> {
  if (!claim) return void (await client.remove(persistentVolumes, { name }, { uid, signal }))
  await client.remove(persistentVolumeClaims, claim, { signal })
  const { namespace } = claim
  const { items } = await client.list<Pod>(pods, { namespace }, { signal })
  for (const pod of items.filter((one) => usesClaim(one, claim.name))) {
    const set = pod.metadata.ownerReferences?.find(({ kind }) => kind === 'StatefulSet')
    if (set) await client.remove(statefulSets, { namespace, name: set.name }, { propagation: 'Background', signal })
    await client.remove(pods, { namespace, name: pod.metadata.name }, { signal })
  }
}

type Pod = KubeObject &
  Readonly<{
    metadata: Readonly<{ name: string; ownerReferences?: readonly Readonly<{ kind: string; name: string }>[] }>
    spec?: Readonly<{ volumes?: readonly Readonly<{ persistentVolumeClaim?: Readonly<{ claimName: string }> }>[] }>
  }>

const usesClaim = ({ spec }: Pod, claim: string): boolean =>
  spec?.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim) === true

// the pool first, or Karpenter makes another machine for the pods of this one
async function removeNode(client: KubeClient, { name, uid, nodePool }: HeldNode, signal: AbortSignal): Promise<void> {
  if (nodePool) await client.remove(nodePools, { name: nodePool }, { signal })
  await client.remove(nodes, { name }, { uid, signal })
}
