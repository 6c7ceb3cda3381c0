import { until } from '@taskplatform/bootstrap/local/until'
import { operatorNamespace } from '../../src/access/installed-names.ts'
import { leases } from '../../src/kube/lease.ts'
import type { OperatorUnderTest } from './operator-process.ts'
import type { World } from './row.ts'

/** Flags of an operator that competes for the Lease: short times, so that rows need not wait for long. */
export const competing = {
  'leader-elect': 'true',
  'leader-election-namespace': operatorNamespace,
  'lease-duration': '4s',
  'renew-deadline': '3s',
  'retry-period': '500ms',
}

/** How long the Lease outlives its last renewal. */
export const leaseMs = 4_000

const lease = { namespace: operatorNamespace, name: 'taskplatform-operator' }

/** Who holds the Lease now; empty if nobody does. */
export async function holder({ client, signal }: World): Promise<string> {
  const found = await client.get<{ spec?: { holderIdentity?: string } }>(leases, lease, { signal })
  return found?.spec?.holderIdentity ?? ''
}

/** Waits until another than `before` holds the Lease, and gives its identity. */
export const nextHolder = (world: World, before: string): Promise<string> =>
  until(
    async () => {
      const now = await holder(world)
      return now !== before && now !== '' && now
    },
    { what: 'another leader', deadlineMs: 60_000, intervalMs: 50, signal: world.signal },
  )

/** The writes of an operator since a moment, but for those that are about who leads. */
export const writesSince = ({ proxy }: OperatorUnderTest, since: number): readonly string[] =>
  proxy.writes.filter(({ at, resource }) => at >= since && resource !== 'leases').map(({ what }) => what)
