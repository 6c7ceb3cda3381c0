import type { Outcome, Reconcile } from '@taskplatform/operator/ports/reconcile'
import { globalRegion } from '../service/aws-resource.ts'
import type { Kind } from '../service/kind.ts'
import { refreshClusterAuth } from './cluster-auth.ts'
import { creating, notSynced, paused } from './conditions.ts'
import { create } from './create.ts'
import type { Draft } from './draft.ts'
import { isPaused, type Managed, ownerOf, policiesOf } from './managed.ts'
import { locate } from './naming.ts'
import { prepare } from './prepare.ts'
import { letGo, remove } from './remove.ts'
import { secretInputs } from './secret-inputs.ts'
import { settle } from './settle.ts'
import { isUnfinished, unfinished } from './unfinished.ts'
import { type Provider, say, settled, type Visit } from './visit.ts'
import { write } from './write.ts'

/** Looks at one managed resource, named `Kind/namespace/name`, as crossplane-runtime's managed reconciler and upjet do. */
export const reconcileManaged =
  (provider: Provider): Reconcile =>
  async (who, signal) => {
    const [kindName = '', namespace = '', name = ''] = who.split('/')
    const kind = provider.kinds.get(kindName)
    const managed = provider.cluster.get(kindName, namespace, name)
    if (!kind || !managed) {
      provider.waiting.forget(who)
      return settled
    }
    return look(visitOf(provider, kind, managed, { who, signal }), managed)
  }

const look = async (visit: Visit, managed: Managed): Promise<Outcome> => {
  const isDeleted = managed.metadata.deletionTimestamp !== undefined
  if (isPaused(managed)) {
    await say(visit, managed, [paused])
    return settled
  }
  if (isDeleted && !policiesOf(managed).delete) return letGo(visit, managed)
  if (visit.cutOff.has(managed.metadata.uid)) {
    if (isUnfinished(managed)) {
      await say(visit, managed, [creating, notSynced(unfinished)])
      return settled
    }
    visit.cutOff.delete(managed.metadata.uid)
  }
  const draft = await prepare(visit, managed)
  if ('kind' in draft) return draft
  const unusual = besideAws[visit.kind.resource.kind]
  if (unusual) return isDeleted ? letGo(visit, draft.managed) : unusual(visit, draft)
  const secrets = isDeleted ? {} : await secretInputs(visit, draft.managed)
  const resource = locate(visit.account, visit.kind, visit.calling.region, draft.managed)
  if (isDeleted) return remove(visit, await write(visit, draft), resource)
  return resource ? settle({ ...visit, secrets }, draft, resource) : create({ ...visit, secrets }, draft)
}

/** Kinds that are nothing in AWS: the provider does by itself what they ask for. */
const besideAws: Readonly<Record<string, (visit: Visit, draft: Draft) => Promise<Outcome>>> = {
  ClusterAuth: refreshClusterAuth,
}

const visitOf = (
  provider: Provider,
  kind: Kind,
  managed: Managed,
  at: Readonly<{ who: string; signal: AbortSignal }>,
): Visit => ({
  ...provider,
  ...at,
  kind,
  secrets: {},
  calling: {
    region: kind.arguments.includes('region') ? String(managed.spec.forProvider['region']) : globalRegion,
    owner: ownerOf(kind, managed),
    token: managed.metadata.uid,
  },
})
