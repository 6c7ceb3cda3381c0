import type { EventSink } from '../ports/events.ts'
import type { KubeClient, ObjectKey } from './client-types.ts'
import { leases } from './lease.ts'
import { apiVersionOf, type KubeObject } from './resource.ts'

/** Tells by an event of the Lease who leads now, for `kubectl describe lease`. A Lease that cannot be read is no reason to stop. */
export const announceLeading =
  (client: Pick<KubeClient, 'get'>, key: ObjectKey, identity: string, events: EventSink) =>
  async (signal: AbortSignal): Promise<void> => {
    const lease = await client.get<KubeObject>(leases, key, { signal, timeoutMs: 10_000 }).catch(() => undefined)
    if (!lease) return
    const regarding = {
      apiVersion: apiVersionOf(leases),
      kind: leases.kind,
      ...key,
      uid: lease.metadata?.uid ?? '',
      resourceVersion: lease.metadata?.resourceVersion,
    }
    // client-go's reason
    events.record({ regarding, type: 'Normal', reason: 'LeaderElection', action: 'Lead', note: `${identity} leads` })
  }
