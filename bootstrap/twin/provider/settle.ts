import { type JsonObject, mergePatchBetween } from '@taskplatform/operator/kube/merge-patch'
import type { Outcome } from '@taskplatform/operator/ports/reconcile'
import { type Attributes, type AwsResource, resourceKey } from '../service/aws-resource.ts'
import type { ConnectionDetails } from '../service/kind.ts'
import { providerTimes, scaled } from '../service/times.ts'
import { stateOf } from '../service/world.ts'
import { type Difference, differencesOf, lateInitialization } from './arguments.ts'
import { available, creating, notSynced, operationSucceeded, synced } from './conditions.ts'
import { type Draft, withAnnotation, withChange, withFinalizer } from './draft.ts'
import { externalNameOf, type Managed, onlyObserves, policiesOf } from './managed.ts'
import { externalNameFrom } from './naming.ts'
import { observationOf } from './observation.ts'
import { publish } from './publish.ts'
import { openedSecrets, secretDifferences } from './secret-inputs.ts'
import { update } from './update.ts'
import { again, againAt, say, type Visit } from './visit.ts'
import { things } from './waiting.ts'
import { write } from './write.ts'

/** Brings an object and its AWS resource in line: waits while AWS works, takes over what AWS chose, changes what differs. */
export const settle = async (visit: Visit, draft: Draft, resource: AwsResource): Promise<Outcome> => {
  const state = stateOf(resource, visit.clock.now())
  if (state === 'creating' || state === 'deleting') {
    await say(visit, await write(visit, draft), [creating, synced])
    return againAt(visit, resource.goneAt ?? resource.readyAt)
  }
  const obstacle = obstacleTo(visit, resource)
  if (obstacle) return waitFor(visit, draft, obstacle)
  const managed = await write(visit, adopt(visit, draft, resource))
  const atProvider = observationOf(visit.kind, visit.account.world(visit.calling.region), resource)
  if (state === 'updating') {
    await say(visit, managed, [available, synced], atProvider)
    return againAt(visit, resource.readyAt)
  }
  const differences = wantedChanges(visit, managed, resource)
  if (differences.length > 0) {
    if (isNews(managed, atProvider)) {
      await say(visit, managed, [], atProvider)
      return again(operationMs)
    }
    const changed = await update(visit, managed, resource, { differences, atProvider })
    return 'attributes' in changed ? settle(visit, { managed, unwritten: undefined }, changed) : changed
  }
  const complaint = await publish(visit, managed, detailsOf(visit, resource))
  if (complaint) {
    await say(visit, managed, [available, notSynced(complaint), operationSucceeded], atProvider)
    return again(visit.waiting.nextRetryMs(visit.who))
  }
  visit.waiting.forget(visit.who)
  await say(visit, managed, [available, synced, operationSucceeded], atProvider)
  return again(Math.max(scaled(providerTimes.poll, visit.timeScale), 60_000))
}

/**
 * An operation in the background: what was found stands in the status for as long as it takes. Ours are short, but not so short that
 * nobody sees it. Source: upjet, external_async_tfpluginsdk.go, of which all kinds here are.
 */
const operationMs = 2_000

/** Whether AWS has something that the status did not tell so far. A new object tells nothing. */
const isNews = ({ status }: Managed, atProvider: Attributes): boolean =>
  status?.atProvider !== undefined &&
  mergePatchBetween(status.atProvider as JsonObject, atProvider as JsonObject) !== undefined

/** What a resource that AWS has made still needs before the provider takes it for ready. */
const obstacleTo = ({ account, calling, kind }: Visit, resource: AwsResource): string | undefined => {
  const world = account.world(calling.region)
  if (world.backing(resource).state === 'starting') return things.backend(resourceKey(resource))
  return kind.isSettled && !kind.isSettled(world, resource) ? things.change : undefined
}

/** What was ready stays so, as the provider waits only after a creation; and a twin that has just begun is not AWS. */
const waitFor = async (visit: Visit, draft: Draft, obstacle: string): Promise<Outcome> => {
  const wasReady = draft.managed.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')
  visit.waiting.wait(visit.who, [obstacle])
  const managed = await write(visit, draft)
  if (!wasReady) await say(visit, managed, [creating, synced])
  return again(60_000)
}

const adopt = ({ kind }: Visit, draft: Draft, resource: AwsResource): Draft => {
  const name = externalNameFrom(kind, resource)
  const named = externalNameOf(draft.managed) === name ? draft : withAnnotation(draft, 'externalName', name)
  const kept = withFinalizer(named)
  if (!policiesOf(kept.managed).lateInitialize) return kept
  const chosen = lateInitialization(kind, kept.managed, resource.attributes)
  return Object.keys(chosen).length === 0 ? kept : withChange(kept, { spec: { forProvider: chosen } })
}

const detailsOf = ({ kind, account, backings, vault, calling }: Visit, resource: AwsResource): ConnectionDetails => {
  const secrets = { ...openedSecrets(vault, kind, resource), ...backings.secretsOf(resource) }
  return kind.connection?.(account.world(calling.region), resource, secrets) ?? {}
}

const wantedChanges = ({ kind, secrets }: Visit, managed: Managed, { attributes }: AwsResource): Difference[] =>
  onlyObserves(managed) || !policiesOf(managed).update
    ? []
    : [...differencesOf(kind, managed, attributes), ...secretDifferences(secrets, attributes)]
