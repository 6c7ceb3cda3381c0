import type { Budget, Held, HeldBalancer, HeldNode, HeldVolume } from '../core/workload-cluster.ts'
import type { KubeClient } from '../kube/client.ts'
import { isNotFound } from '../kube/errors.ts'
import type { KubeObject, Resource } from '../kube/resource.ts'
import { budgets, ingresses, nodes, persistentVolumes, services } from './workload-resources.ts'

/** Looks through a workload cluster for what stands for something in AWS that the end of the cluster would leave behind. */
export async function heldIn(client: KubeClient, signal: AbortSignal): Promise<readonly Held[]> {
  const [balancers, routes, volumes, machines] = await Promise.all([
    all<Service>(client, services, signal),
    all<Ingress>(client, ingresses, signal),
    all<Volume>(client, persistentVolumes, signal),
    all<Node>(client, nodes, signal),
  ])
  return [
    ...balancers.filter(asksForBalancer).map((one) => balancerOf('Service', one)),
    ...routes.filter(hasBalancer).map((one) => balancerOf('Ingress', one)),
    ...volumes.flatMap(volumeOf),
    ...machines.filter(isForeign).map(nodeOf),
  ]
}

/** The PodDisruptionBudgets of a cluster. */
export async function budgetsIn(client: KubeClient, signal: AbortSignal): Promise<readonly Budget[]> {
  const found = await all<PodDisruptionBudget>(client, budgets, signal)
  return found.map(({ metadata, status = {} }) => ({
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    disruptionsAllowed: status.disruptionsAllowed ?? 0,
    expectedPods: status.expectedPods ?? 0,
  }))
}

type Stored = KubeObject & Readonly<{ metadata: Metadata }>
type Metadata = NonNullable<KubeObject['metadata']> & Readonly<{ name: string; uid?: string | undefined }>
type Addressed = Stored & Readonly<{ status?: Readonly<{ loadBalancer?: Readonly<{ ingress?: readonly Address[] }> }> }>
type Address = Readonly<{ hostname?: string; ip?: string }>
type Service = Addressed & Readonly<{ spec?: Readonly<{ type?: string }> }>
type Ingress = Addressed
type Volume = Stored &
  Readonly<{
    spec?: Readonly<{
      persistentVolumeReclaimPolicy?: string
      csi?: Readonly<{ driver?: string; volumeHandle?: string }>
      awsElasticBlockStore?: Readonly<{ volumeID?: string }>
      claimRef?: Readonly<{ namespace: string; name: string }>
    }>
  }>
type Node = Stored & Readonly<{ spec?: Readonly<{ providerID?: string }> }>
type PodDisruptionBudget = Stored &
  Readonly<{ status?: Readonly<{ disruptionsAllowed?: number; expectedPods?: number }> }>

async function all<T extends Stored>(
  client: KubeClient,
  resource: Resource,
  signal: AbortSignal,
): Promise<readonly T[]> {
  try {
    return (await client.list<T>(resource, {}, { signal })).items
  } catch (error) {
    // an API that the cluster does not serve has no objects
    if (isNotFound(error)) return []
    throw error
  }
}

// A Service whose type was changed keeps its load balancer until its finalizer is off: cloud-provider, service controller.
const asksForBalancer = ({ spec, metadata }: Service): boolean =>
  spec?.type === 'LoadBalancer' ||
  has(metadata, 'service.kubernetes.io/load-balancer-cleanup', 'service.k8s.aws/resources')

// Only an Ingress that a controller has taken up has something in AWS: AWS Load Balancer Controller, pkg/k8s/finalizer.go.
const hasBalancer = ({ metadata, status }: Ingress): boolean =>
  has(metadata, 'ingress.k8s.aws/resources') ||
  (metadata.finalizers ?? []).some((finalizer) => finalizer.startsWith('group.ingress.k8s.aws/')) ||
  (status?.loadBalancer?.ingress ?? []).some(({ hostname }) => hostname?.includes('.elb.') === true)

const has = ({ finalizers = [] }: Metadata, ...wanted: readonly string[]): boolean =>
  finalizers.some((finalizer) => wanted.includes(finalizer))

const balancerOf = (kind: HeldBalancer['kind'], { metadata, status }: Addressed): HeldBalancer => {
  const [address] = status?.loadBalancer?.ingress ?? []
  return {
    kind,
    ...identityOf(metadata),
    namespace: metadata.namespace ?? '',
    address: address?.hostname ?? address?.ip,
  }
}

const volumeOf = ({ metadata, spec = {} }: Volume): HeldVolume[] => {
  const { csi, awsElasticBlockStore, claimRef } = spec
  const handle = csi?.driver === 'ebs.csi.aws.com' ? csi.volumeHandle : awsElasticBlockStore?.volumeID
  if (!handle) return []
  return [
    {
      kind: 'PersistentVolume',
      ...identityOf(metadata),
      // the plugin of old wrote aws://ZONE/ID
      volumeId: handle.split('/').at(-1) ?? handle,
      reclaim: spec.persistentVolumeReclaimPolicy === 'Retain' ? 'Retain' : 'Delete',
      claim: claimRef && { namespace: claimRef.namespace, name: claimRef.name },
    },
  ]
}

// our node groups label their nodes
const isForeign = ({ metadata }: Node): boolean => metadata.labels?.['taskplatform.dev/node-group'] === undefined

const nodeOf = ({ metadata, spec }: Node): HeldNode => ({
  kind: 'Node',
  ...identityOf(metadata),
  instanceId: spec?.providerID?.split('/').at(-1),
  nodePool: metadata.labels?.['karpenter.sh/nodepool'],
  nodeGroup: metadata.labels?.['eks.amazonaws.com/nodegroup'],
})

const identityOf = ({ name, uid = '', deletionTimestamp }: Metadata) => ({
  name,
  uid,
  going: deletionTimestamp !== undefined,
})
