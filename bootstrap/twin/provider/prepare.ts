import type { Outcome } from '@taskplatform/operator/ports/reconcile'
import { defaultConfig } from './cluster.ts'
import { notSynced } from './conditions.ts'
import { type Draft, draftOf, withAnnotation, withChange } from './draft.ts'
import { missingTags } from './external-tags.ts'
import type { Managed } from './managed.ts'
import { initialExternalName } from './naming.ts'
import { missingConfig } from './provider-config.ts'
import { resolveReferences } from './references.ts'
import { again, say, type Visit } from './visit.ts'
import { things } from './waiting.ts'
import { noProviderConfig } from './wording.ts'
import { write } from './write.ts'

/**
 * What comes before any look at AWS: external name, tags, references, provider configuration. An outcome says that it stopped
 * there, and the object says why.
 */
export const prepare = async (visit: Visit, managed: Managed): Promise<Draft | Outcome> => {
  const begun = initialise(visit, managed)
  const isDeleted = managed.metadata.deletionTimestamp !== undefined
  const resolution = isDeleted ? undefined : resolveReferences(visit.kind, begun.managed, lookupIn(visit))
  if (resolution && 'problem' in resolution) {
    const { kind, name } = resolution.waitsFor
    const thing = name ? things.object(kind, managed.metadata.namespace, name) : things.anyObject(kind)
    return stop(visit, begun, resolution.problem, thing)
  }
  const draft = resolution ? withValues(begun, resolution.spec) : begun
  if (!visit.cluster.hasProviderConfig(managed)) {
    const complaint = missingConfig(managed.spec.providerConfigRef ?? defaultConfig)
    return stop(visit, draft, noProviderConfig(visit.kind, complaint), things.config)
  }
  if (!isDeleted) await visit.cluster.trackUsage(visit.kind, managed, visit.signal)
  return draft
}

const initialise = ({ kind }: Visit, managed: Managed): Draft => {
  const name = initialExternalName(kind, managed)
  const named = name ? withAnnotation(draftOf(managed), 'externalName', name) : draftOf(managed)
  const tags = missingTags(kind, managed)
  return tags ? withChange(named, { spec: { forProvider: { tags } } }) : named
}

const withValues = (draft: Draft, spec: Readonly<Record<string, object>>): Draft => {
  const changed = Object.entries(spec).filter(([, fields]) => Object.keys(fields).length > 0)
  return changed.length === 0 ? draft : withChange(draft, { spec: Object.fromEntries(changed) })
}

const lookupIn = ({ cluster, kinds }: Visit) => ({
  get: cluster.get,
  list: cluster.list,
  titleOf: (kind: string) => `${kinds.get(kind)?.resource.kind}.${kinds.get(kind)?.resource.group}`,
})

const stop = async (visit: Visit, draft: Draft, problem: string, thing: string): Promise<Outcome> => {
  visit.waiting.wait(visit.who, [thing])
  await say(visit, await write(visit, draft), [notSynced(problem)])
  return again(visit.waiting.nextRetryMs(visit.who))
}
