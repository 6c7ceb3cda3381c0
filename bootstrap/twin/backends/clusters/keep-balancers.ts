import type { KubeClient } from '@taskplatform/operator/kube/client'
import { addFinalizer, removeFinalizer } from '@taskplatform/operator/kube/finalizer'
import type { Resource } from '@taskplatform/operator/kube/resource'
import { delay } from '@taskplatform/operator/ports/delay'
import type { BackendContext } from '../registry.ts'
import { type BalancedService, balancerOf, partsOf } from './balancer-of.ts'

/** The cluster whose Services are looked after. */
type Where = Readonly<{ region: string; name: string }>

/**
 * Does for Services of type LoadBalancer what the cloud provider of AWS does in EKS' control plane, as long as that runs: makes
 * the load balancer, tells its name, and takes it away before the Service may go. What the end of the cluster leaves stays in AWS.
 */
export const keepBalancers = async (
  client: KubeClient,
  where: Where,
  context: Pick<BackendContext, 'outside' | 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    try {
      const { items } = await client.list<Service>(services, {}, { signal })
      for (const service of items) await bringInLine(client, where, service, context, signal)
    } catch (err) {
      if (!signal.aborted) context.log.warn({ err, cluster: where.name }, 'load balancers could not be looked after')
    }
    await delay(context.clock, everyMs, signal).catch(() => {})
  }
}

const everyMs = 1_000

const services: Resource = { group: '', version: 'v1', kind: 'Service', plural: 'services', namespaced: true }

/** https://kubernetes.io/docs/concepts/services-networking/service/#garbage-collecting-load-balancers */
const finalizer = 'service.kubernetes.io/load-balancer-cleanup'

type Service = Readonly<{
  metadata: Readonly<{
    namespace: string
    name: string
    uid: string
    deletionTimestamp?: string
    finalizers?: readonly string[]
    annotations?: Readonly<Record<string, string>>
  }>
  spec: Readonly<{ type?: string; loadBalancerClass?: string }>
  status?: Readonly<{ loadBalancer?: Readonly<{ ingress?: readonly Readonly<{ hostname?: string }>[] }> }>
}>

const bringInLine = async (
  client: KubeClient,
  where: Where,
  service: Service,
  { outside }: Pick<BackendContext, 'outside'>,
  signal: AbortSignal,
): Promise<void> => {
  const { metadata, spec } = service
  const world = outside.world(where.region)
  // a class belongs to another controller
  const isWanted = spec.type === 'LoadBalancer' && !spec.loadBalancerClass && !metadata.deletionTimestamp
  if (!isWanted) {
    if (!metadata.finalizers?.includes(finalizer)) return
    for (const { kind, id } of partsOf(world, metadata)) await outside.remove(kind, where.region, id)
    await removeFinalizer(client, services, service, finalizer, { signal })
    return
  }
  const balancer = balancerOf(world, where.name, balanced(service))
  if (!balancer) return
  await addFinalizer(client, services, service, finalizer, { signal })
  for (const { kind, id, attributes } of balancer.parts)
    if (!world.get(kind, id)) await outside.make(kind, where.region, id, attributes)
  if (service.status?.loadBalancer?.ingress?.[0]?.hostname === balancer.hostname) return
  const status = { loadBalancer: { ingress: [{ hostname: balancer.hostname }] } }
  await client.mergePatch(services, metadata, { status }, { subresource: 'status', fieldManager: 'eks-twin', signal })
}

const balanced = ({ metadata: { namespace, name, uid, annotations = {} } }: Service): BalancedService => ({
  ...{ namespace, name, uid },
  isInternal: annotations['service.beta.kubernetes.io/aws-load-balancer-internal'] === 'true',
})
