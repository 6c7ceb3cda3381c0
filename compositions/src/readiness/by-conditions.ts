import type { Condition } from '@taskplatform/crds/kubernetes'
import { awsMessage } from '../aws-message.ts'
import type { ManagedResource } from '../managed-resource.ts'
import type { Readiness } from './readiness.ts'

/**
 * The rule for every kind: the provider has seen this spec (Synced for this generation), and AWS has made it (Ready).
 * An error that only says that another resource is not there yet is waiting, not failure.
 */
export const byConditions = (resource: ManagedResource): Readiness => {
  const synced = condition(resource, 'Synced')
  const operation = condition(resource, 'LastAsyncOperation')
  const complaint = [synced, operation].find((one) => one?.status === 'False')
  if (resource.metadata.deletionTimestamp) return beingDeleted(complaint)
  if (complaint) return complaintOf(complaint)
  if (synced?.status !== 'True' || isStale(resource, synced)) return { state: 'waiting' }
  return condition(resource, 'Ready')?.status === 'True' ? { state: 'ready' } : { state: 'waiting' }
}

const condition = ({ status }: ManagedResource, type: string): Condition | undefined =>
  status?.conditions?.find((one) => one.type === type)

// AWS refuses a deletion for as long as something depends on the resource: the ordinary course of things, but worth telling.
const beingDeleted = (complaint: Condition | undefined): Readiness => {
  const refusal = complaint ? `; refused: ${awsMessage(complaint.message || complaint.reason)}` : ''
  return { state: 'waiting', why: `is being deleted and will be made anew${refusal}` }
}

const complaintOf = ({ reason, message }: Condition): Readiness => {
  if (reason === 'ReconcilePaused') return { state: 'waiting', why: 'is paused' }
  if (isWaitingForAnother(message ?? '')) return { state: 'waiting' }
  return { state: 'failed', why: awsMessage(message || reason) }
}

// crossplane-runtime v2, pkg/reference: a reference to what does not exist yet, or has no identifier yet
const isWaitingForAnother = (message: string): boolean =>
  message.includes('cannot resolve references') &&
  /referenced field was empty|cannot get referenced resource/.test(message)

const isStale = ({ metadata }: ManagedResource, { observedGeneration }: Condition): boolean =>
  observedGeneration !== undefined && metadata.generation !== undefined && observedGeneration < metadata.generation
