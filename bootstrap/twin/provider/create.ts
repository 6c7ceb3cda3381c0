import type { Outcome } from '@taskplatform/operator/ports/reconcile'
import { isRefusal, type Refusal } from '../service/refusal.ts'
import { providerTimes, scaled } from '../service/times.ts'
import { creationArguments } from './arguments.ts'
import { creating, notSynced, operationFailed, synced } from './conditions.ts'
import { type Draft, draftOf, withAnnotation, withFinalizer } from './draft.ts'
import { annotations, externalNameOf, type Managed, policiesOf } from './managed.ts'
import { idOf } from './naming.ts'
import { requestIdFor } from './request-id.ts'
import { settle } from './settle.ts'
import { unfinished } from './unfinished.ts'
import { again, say, settled, type Visit } from './visit.ts'
import { things } from './waiting.ts'
import { refusalText } from './wording.ts'
import { write } from './write.ts'

/**
 * Makes what AWS does not have. The intention is written down first (external-create-pending); the uid goes along as a token, so
 * that a crash before the outcome is written down makes nothing twice.
 */
export const create = async (visit: Visit, draft: Draft): Promise<Outcome> => {
  if (!policiesOf(draft.managed).create) return complainOfAbsence(visit, draft)
  const claimed = await write(visit, claim(visit, draft))
  const args = { ...creationArguments(visit.kind, claimed), ...visit.secrets }
  const answer = await visit.account.create(visit.kind, { ...visit.calling, args, name: externalNameOf(claimed) })
  if (isRefusal(answer)) return refused(visit, claimed, answer)
  if (visit.account.cutsOff(visit.kind, visit.calling.owner)) return cutOff(visit, claimed)
  return settle(visit, withAnnotation(draftOf(claimed), 'createSucceeded', timestamp(visit)), answer)
}

/** As if the provider had died here: when it is back, it does not know what came of it, and says so. */
const cutOff = async (visit: Visit, managed: Managed): Promise<Outcome> => {
  visit.cutOff.add(managed.metadata.uid)
  await say(visit, managed, [creating, notSynced(unfinished)])
  return settled
}

/** A repeated attempt is not written down again: the first one still stands. */
const claim = (visit: Visit, draft: Draft): Draft => {
  const notes = draft.managed.metadata.annotations ?? {}
  const stands = notes[annotations.createPending] !== undefined && notes[annotations.createSucceeded] === undefined
  return withFinalizer(stands ? draft : withAnnotation(draft, 'createPending', timestamp(visit)))
}

const complainOfAbsence = async (visit: Visit, draft: Draft): Promise<Outcome> => {
  const managed = await write(visit, draft)
  await say(visit, managed, [notSynced('observe failed: external resource does not exist')])
  return again(Math.max(scaled(providerTimes.poll, visit.timeScale), 60_000))
}

const refused = async (visit: Visit, managed: Managed, refusal: Refusal): Promise<Outcome> => {
  const { kind, waiting, who } = visit
  const about = {
    id: idOf(kind, managed) ?? '',
    args: creationArguments(kind, managed),
    requestId: requestIdFor(visit),
  }
  const text = refusalText(kind, 'create', refusal, about)
  waiting.wait(who, refusal.wants ? [things.made(refusal.wants)] : (refusal.blockers ?? []).map(things.gone))
  if (refusal.pending) {
    await say(visit, managed, [creating, synced])
    return again(waiting.nextRetryMs(who))
  }
  const isNoted = managed.metadata.annotations?.[annotations.createFailed] !== undefined
  const noted = isNoted
    ? managed
    : await write(visit, withAnnotation(draftOf(managed), 'createFailed', timestamp(visit)))
  await say(visit, noted, [creating, notSynced(`create failed: ${text}`), operationFailed('create', text)])
  return again(waiting.nextRetryMs(who))
}

const timestamp = ({ clock }: Visit): string => new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z')
