import type { Outcome } from '@taskplatform/operator/ports/reconcile'
import type { Attributes, AwsResource } from '../service/aws-resource.ts'
import type { Refusal } from '../service/refusal.ts'
import type { Difference } from './arguments.ts'
import { available, notSynced, operationFailed } from './conditions.ts'
import { forcesReplacement } from './forces-replacement.ts'
import type { Managed } from './managed.ts'
import { requestIdFor } from './request-id.ts'
import { again, say, type Visit } from './visit.ts'
import { things } from './waiting.ts'
import { refusalText, replacementText } from './wording.ts'

/** Changes what differs; gives the resource as it is then. A change that would need another resource is refused. */
export const update = async (
  visit: Visit,
  managed: Managed,
  resource: AwsResource,
  { differences, atProvider }: Readonly<{ differences: readonly Difference[]; atProvider: Attributes }>,
): Promise<AwsResource | Outcome> => {
  const { account, kind, calling } = visit
  const replacing = differences.find((difference) => forcesReplacement(kind, difference))
  if (replacing) return refuseReplacement(visit, managed, resource, { difference: replacing, atProvider })
  const changes = Object.fromEntries(differences.map(({ argument, to }) => [argument, to]))
  const refusal = await account.modify(kind, resource, changes, calling)
  if (refusal) return refused(visit, managed, resource, { refusal, atProvider })
  return account.find(kind, calling.region, resource.id) ?? again(1)
}

const refuseReplacement = async (
  visit: Visit,
  managed: Managed,
  { kind, region, id }: AwsResource,
  { difference, atProvider }: Readonly<{ difference: Difference; atProvider: Attributes }>,
): Promise<Outcome> => {
  const text = replacementText(visit.kind, difference)
  const message = `update failed: ${text}`
  const isNews = !managed.status?.conditions?.some((condition) => condition.message === message)
  if (isNews) {
    const note = { at: visit.clock.now(), kind, region, id, owner: visit.calling.owner }
    await visit.account.note({ ...note, op: 'replacement-refused', ...difference })
  }
  await say(visit, managed, [available, notSynced(message), operationFailed('update', text)], atProvider)
  return again(visit.waiting.nextRetryMs(visit.who))
}

const refused = async (
  visit: Visit,
  managed: Managed,
  { id, attributes }: AwsResource,
  { refusal, atProvider }: Readonly<{ refusal: Refusal; atProvider: Attributes }>,
): Promise<Outcome> => {
  const { kind, waiting, who } = visit
  const text = refusalText(kind, 'update', refusal, { id, args: attributes, requestId: requestIdFor(visit) })
  waiting.wait(who, (refusal.blockers ?? []).map(things.gone))
  await say(
    visit,
    managed,
    [available, notSynced(`update failed: ${text}`), operationFailed('update', text)],
    atProvider,
  )
  return again(waiting.nextRetryMs(who))
}
