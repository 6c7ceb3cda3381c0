import { randomUUID } from 'node:crypto'
import { connect } from '../../../src/kube/connect.ts'
import { leaseOf } from '../../../src/kube/lease.ts'
import { titleOf } from '../../../src/kube/resource.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import { openFence } from '../../../src/ports/fence.ts'
import type { Log } from '../../../src/ports/log.ts'
import type { Metrics } from '../../../src/ports/metrics.ts'
import { createElector } from '../../../src/runtime/election/elector.ts'
import { createOwnWrites } from '../../../src/runtime/own-writes.ts'
import { reconcileContext } from '../../../src/runtime/reconcile-context.ts'

/** Takes part in the benchmark's cluster as operator/src/join-cluster.ts does in the real one; `lease`: its namespace, if any. */
export const joinBench = (
  { kubeconfigPath, lease }: Readonly<{ kubeconfigPath: string; lease: string | undefined }>,
  parts: Readonly<{ clock: Clock; log: Log; metrics: Metrics }>,
) => {
  const options = { ...parts, userAgent: 'bench-ours' }
  const standby = connect({ kubeconfigPath }, { ...options, connections: 2 })
  const elector =
    lease === undefined
      ? undefined
      : createElector({
          ...parts,
          lease: leaseOf({ ...parts, client: standby.client, key: { namespace: lease, name: 'bench-ours' } }),
          identity: randomUUID(),
          leaseMs: 15_000,
          renewMs: 10_000,
          retryMs: 2_000,
        })
  const ownWrites = createOwnWrites(parts)
  const work = connect(
    { kubeconfigPath },
    {
      ...options,
      fence: elector?.fence ?? openFence,
      wrote: (resource, { metadata }) => {
        const key = reconcileContext()?.key
        if (key) ownWrites.wrote(key, titleOf(resource), metadata?.resourceVersion ?? '')
      },
    },
  )
  return {
    client: work.client,
    host: work.host,
    elector,
    ownWrites,
    leave: async () => {
      await elector?.release()
      await Promise.all([work.close(), standby.close()])
    },
  }
}
