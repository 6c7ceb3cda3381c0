import type { Outcome } from '@taskplatform/operator/ports/reconcile'
import type { AwsResource } from '../service/aws-resource.ts'
import { nameOf } from '../service/kind.ts'
import type { Refusal } from '../service/refusal.ts'
import { kindTimes, providerTimes, scaled } from '../service/times.ts'
import { stateOf } from '../service/world.ts'
import { deleting, notSynced, operationFailed, synced } from './conditions.ts'
import type { Managed } from './managed.ts'
import { requestIdFor } from './request-id.ts'
import { again, againAt, say, settled, type Visit } from './visit.ts'
import { things } from './waiting.ts'
import { refusalText } from './wording.ts'

/** Deletes the AWS resource, waits until it is gone, then lets the object go. */
export const remove = async (visit: Visit, managed: Managed, resource: AwsResource | undefined): Promise<Outcome> => {
  const { account, kind, calling, clock } = visit
  if (!resource) return letGo(visit, managed)
  // as the real one: not before everybody else has let go of the object
  if ((managed.metadata.finalizers?.length ?? 0) > 1) return again(5000)
  if (stateOf(resource, clock.now()) !== 'available') return wait(visit, managed, resource)
  const refusal = await account.remove(kind, resource, calling)
  if (refusal) return refused(visit, managed, resource, refusal)
  const left = account.find(kind, calling.region, resource.id)
  return left ? wait(visit, managed, left) : letGo(visit, managed)
}

/** Takes the finalizer off, and forgets the object. */
export const letGo = async (visit: Visit, managed: Managed): Promise<Outcome> => {
  await visit.cluster.release(visit.kind, managed, visit.signal)
  visit.waiting.forget(visit.who)
  return settled
}

const wait = async (visit: Visit, managed: Managed, resource: AwsResource): Promise<Outcome> => {
  await say(visit, managed, [deleting, synced])
  return againAt(visit, resource.goneAt ?? resource.readyAt)
}

/** The provider repeats some refused deletions for minutes before it tells. */
const refused = async (
  visit: Visit,
  managed: Managed,
  { id, attributes }: AwsResource,
  refusal: Refusal,
): Promise<Outcome> => {
  const { kind, waiting, who, clock, timeScale } = visit
  waiting.wait(who, (refusal.blockers ?? []).map(things.gone))
  const patienceMs = scaled(kindTimes[nameOf(kind)]?.patience ?? 0, timeScale)
  const isPatient = clock.now() - waiting.refusedSince(who, clock.now()) < patienceMs
  if (isPatient) {
    await say(visit, managed, [deleting, synced])
    return again(scaled(providerTimes.repeat, timeScale))
  }
  const text = refusalText(kind, 'delete', refusal, { id, args: attributes, requestId: requestIdFor(visit) })
  await say(visit, managed, [deleting, notSynced(`delete failed: ${text}`), operationFailed('delete', text)])
  return again(waiting.nextRetryMs(who))
}
