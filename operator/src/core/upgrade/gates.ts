import { type Composite, stateOf } from '../composite.ts'
import type { Gate, UpgradeFacts, WorkloadFacts } from './upgrade.ts'
import { type MaintenanceWindow, windowAt, windowText } from './window.ts'

/** A step begins in the maintenance window. One that has begun is finished: AWS has no way to stop half-way. */
export const withinWindow =
  (window: MaintenanceWindow, { now }: UpgradeFacts): Gate =>
  () => {
    const state = windowAt(window, now)
    if (state.open) return undefined
    const message = `waits for the maintenance window (${windowText(window)})`
    return { state: 'Waiting', message, notBefore: state.opens, lookAgainAt: state.opens }
  }

/** What is unwell is not upgraded: nobody could tell afterwards what was to blame. */
export const layerIsWell =
  (composite: Composite): Gate =>
  () => {
    const state = stateOf(composite)
    if (state.state === 'Available') return undefined
    return { state: 'Held', message: `waits until everything is well: ${state.message}` }
  }

/** EKS takes addresses for new interfaces of the control plane. Source: EKS guide, "Prepare for upgrade": up to five. */
export const addressesAreFree =
  ({ freeAddresses }: WorkloadFacts): Gate =>
  () => {
    if (freeAddresses === undefined || freeAddresses >= addressesNeeded) return undefined
    return {
      state: 'Held',
      message: `EKS needs ${addressesNeeded} free addresses in each private subnet: remove network interfaces that nobody uses`,
    }
  }

/** Nodes are drained one by one; a budget that lets no pod go would hold EKS up until it gives up. */
export const podsMayMove =
  ({ budgets = [] }: WorkloadFacts, { now }: UpgradeFacts): Gate =>
  () => {
    const closed = budgets.filter(
      ({ disruptionsAllowed, expectedPods }) => disruptionsAllowed === 0 && expectedPods > 0,
    )
    if (closed.length === 0) return undefined
    const names = closed.map(({ namespace, name }) => `${namespace}/${name}`).sort()
    const named = `${names.slice(0, 3).join(', ')}${names.length > 3 ? ' and others' : ''}`
    return {
      state: 'Held',
      message: `PodDisruptionBudget ${named} lets no pod go, so no node could be drained: run more replicas, or let it allow a disruption`,
      lookAgainAt: new Date(now.getTime() + budgetsAgainMs),
    }
  }

/** What the gates of a cluster would like to know and cannot, in words for the plan. */
export const unknownFacts = ({ budgets, freeAddresses }: WorkloadFacts): readonly string[] => [
  ...(budgets === undefined ? ['PodDisruptionBudgets, because the cluster cannot be reached'] : []),
  ...(freeAddresses === undefined ? [`free addresses in the subnets, of which EKS needs ${addressesNeeded}`] : []),
]

const addressesNeeded = 5

// nobody tells us when a budget opens
const budgetsAgainMs = 60_000
