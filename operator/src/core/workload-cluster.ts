import type { DataPolicy } from '@taskplatform/crds/layers/common'

export type { Reach, UnreachableCause } from '../reach.ts'

/** A PodDisruptionBudget, as far as it can hold up the draining of nodes. */
export type Budget = Readonly<{
  namespace: string
  name: string
  /** How many of its pods may be evicted now. */
  disruptionsAllowed: number
  /** How many pods it covers. */
  expectedPods: number
}>

/** Something in an EKS cluster that stands for something in AWS which the cluster's end would leave behind. */
export type Held = HeldBalancer | HeldVolume | HeldNode

/** A load balancer that Kubernetes asked AWS for. `address` is its name in DNS, once it has one. */
export type HeldBalancer = Readonly<{
  kind: 'Service' | 'Ingress'
  namespace: string
  name: string
  uid: string
  address: string | undefined
  /** It is being deleted already. */
  going: boolean
}>

/** An EBS volume. `reclaim` is what Kubernetes does with it when its claim goes. */
export type HeldVolume = Readonly<{
  kind: 'PersistentVolume'
  name: string
  uid: string
  volumeId: string
  reclaim: 'Delete' | 'Retain'
  claim: Readonly<{ namespace: string; name: string }> | undefined
  going: boolean
}>

/** A machine that no node group of ours made. */
export type HeldNode = Readonly<{
  kind: 'Node'
  name: string
  uid: string
  instanceId: string | undefined
  /** The NodePool of Karpenter that made it, which ends the machine when its node is deleted. */
  nodePool: string | undefined
  /** The node group of EKS that somebody else made it with. */
  nodeGroup: string | undefined
  going: boolean
}>

/** What is done about something that a cluster holds. */
export type Release = Readonly<{ held: Held; how: 'Delete' | 'Retain' | 'Nothing' }>

/**
 * How a cluster lets go of what it holds. A volume is deleted when both its reclaim policy and the data policy say so; one that
 * has to outlive its claim is told so first. A machine that nobody would end is left to a person.
 */
export function releaseOf(held: Held, dataPolicy: DataPolicy | undefined): Release {
  if (held.kind === 'Node') return { held, how: held.nodePool ? 'Delete' : 'Nothing' }
  if (held.kind !== 'PersistentVolume') return { held, how: 'Delete' }
  if (held.reclaim === 'Retain') return { held, how: 'Nothing' }
  return { held, how: dataPolicy === 'Delete' ? 'Delete' : 'Retain' }
}

/** Names it as users type it, with what it is in AWS: `Service web/front (load balancer a1.elb.amazonaws.com)`. */
export function heldText(held: Held): string {
  switch (held.kind) {
    case 'Service':
    case 'Ingress':
      return `${held.kind} ${held.namespace}/${held.name}${held.address ? ` (load balancer ${held.address})` : ''}`
    case 'PersistentVolume':
      return `PersistentVolume ${held.name} (volume ${held.volumeId})`
    case 'Node':
      return `Node ${held.name}${held.instanceId ? ` (instance ${held.instanceId})` : ''}`
  }
}
