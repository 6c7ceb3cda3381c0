import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { fieldManager } from '@taskplatform/crds/labels'
import { guarded } from './access/guarded.ts'
import { leaseName, permissions } from './access/permissions.ts'
import type { Config, ElectionConfig } from './config.ts'
import { ConfigError } from './errors.ts'
import { podNamespace } from './kube/access.ts'
import { announceLeading } from './kube/announce-leading.ts'
import type { KubeClient } from './kube/client.ts'
import { type ConnectSource, connect } from './kube/connect.ts'
import { leaseOf } from './kube/lease.ts'
import { titleOf } from './kube/resource.ts'
import type { Clock } from './ports/clock.ts'
import type { EventSink } from './ports/events.ts'
import { type Fence, openFence } from './ports/fence.ts'
import type { Log } from './ports/log.ts'
import type { Metrics } from './ports/metrics.ts'
import { createElector, type Elector } from './runtime/election/elector.ts'
import type { Job } from './runtime/manager.ts'
import { createOwnWrites, type OwnWrites } from './runtime/own-writes.ts'
import { reconcileContext } from './runtime/reconcile-context.ts'

/**
 * How this process takes part in the management cluster. `client` is for the work: it writes only while we lead. `standbyClient`
 * is for what has to go on beside it, on connections of its own: the Lease, and asking who may read the metrics. `host` is the
 * API server's `host:port`.
 */
export type Joined = Readonly<{
  client: KubeClient
  standbyClient: KubeClient
  host: string
  fence: Fence
  elector: Elector | undefined
  ownWrites: OwnWrites
  /** What is to be done once we lead: saying so. */
  announce(events: EventSink): readonly Job[]
  /** Gives the Lease back, then closes the connections. */
  leave(): Promise<void>
}>

/** Connects, but sends nothing yet. Throws a KubeconfigError or ConfigError if we are told too little to do so. */
export function joinCluster(
  { kubeconfig, election }: Pick<Config, 'kubeconfig' | 'election'>,
  parts: Readonly<{ clock: Clock; log: Log; metrics: Metrics }>,
): Joined {
  const options = { ...parts, userAgent: fieldManager }
  const standby = connect(sourceOf(kubeconfig), { ...options, connections: 2 })
  const standbyClient = guarded(standby.client, permissions)
  const identity = `${hostname()}_${randomUUID()}`
  const key = election && leaseKeyOf(election)
  const lease = key && leaseOf({ ...parts, client: standbyClient, key })
  const elector = election && lease && createElector({ ...parts, ...election, lease, identity })
  const fence = elector?.fence ?? openFence
  const ownWrites = createOwnWrites(parts)
  const work = connect(sourceOf(kubeconfig), {
    ...options,
    fence,
    wrote: (resource, { metadata }) => {
      const key = reconcileContext()?.key
      if (key) ownWrites.wrote(key, titleOf(resource), metadata?.resourceVersion ?? '')
    },
  })
  return {
    client: guarded(work.client, permissions),
    standbyClient,
    host: work.host,
    fence,
    elector,
    ownWrites,
    announce: (events) => (key ? [announceLeading(standbyClient, key, identity, events)] : []),
    leave: async () => {
      ownWrites.close()
      await elector?.release()
      await Promise.all([work.close(), standby.close()])
    },
  }
}

function leaseKeyOf({ namespace = podNamespace() }: ElectionConfig): Readonly<{ namespace: string; name: string }> {
  if (namespace) return { namespace, name: leaseName }
  throw new ConfigError(
    'Where does the Lease live? We run in no pod: pass --leader-election-namespace, or --leader-elect=false for a single process',
  )
}

function sourceOf(kubeconfig: string | undefined): ConnectSource {
  if (kubeconfig !== undefined) return { kubeconfigPath: kubeconfig }
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '' } = process.env
  return { inCluster: { host, port } }
}
