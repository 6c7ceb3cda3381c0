import type { JsonObject } from '@taskplatform/operator/kube/merge-patch'
import type { Clock } from '@taskplatform/operator/ports/clock'
import type { Outcome } from '@taskplatform/operator/ports/reconcile'
import type { Backings } from '../backends/backings.ts'
import type { Account, Calling } from '../service/account.ts'
import type { Attributes } from '../service/aws-resource.ts'
import type { ClusterTokens } from '../service/cluster-tokens.ts'
import type { Kind } from '../service/kind.ts'
import type { Vault } from '../service/vault.ts'
import type { Cluster } from './cluster.ts'
import { type Said, withConditions } from './conditions.ts'
import type { Managed } from './managed.ts'
import type { SecretStore } from './secret-store.ts'
import type { Waiting } from './waiting.ts'

/** What the provider works with. */
export type Provider = Readonly<{
  kinds: ReadonlyMap<string, Kind>
  account: Account
  backings: Backings
  cluster: Cluster
  waiting: Waiting
  /** Uids of objects whose creation was cut off. A new start knows nothing of them: our token finds what they made. */
  cutOff: Set<string>
  /** Values of secrets, of which everything else only knows handles. */
  vault: Vault
  secretStore: SecretStore
  /** Signs and reads tokens for clusters. */
  tokens: ClusterTokens
  /** Makes a password up: 27 letters and digits, as the provider does. */
  newPassword: () => string
  clock: Clock
  timeScale: number
}>

/** One look at one managed resource. `who` is its key in the queue. */
export type Visit = Provider &
  Readonly<{
    kind: Kind
    who: string
    calling: Calling
    /** Arguments out of Kubernetes secrets, as handles of the vault. */
    secrets: Attributes
    signal: AbortSignal
  }>

/** Nothing to do until something happens. */
export const settled: Outcome = { kind: 'settled' }

/** Another look after so many milliseconds. */
export const again = (afterMs: number): Outcome => ({ kind: 'again', afterMs: Math.max(afterMs, 1) })

/** Another look when `time` has come, an hour from now at the latest. */
export const againAt = ({ clock }: Provider, time: number): Outcome => again(Math.min(time - clock.now(), 3_600_000))

/** Writes conditions, and what was observed if something was, where they differ from what stands there. */
export const say = async (
  visit: Visit,
  managed: Managed,
  said: readonly Said[],
  atProvider?: Attributes,
): Promise<void> => {
  const { cluster, kind, clock, signal } = visit
  const before = managed.status ?? {}
  const words = { now: clock.now(), generation: managed.metadata.generation }
  const conditions = withConditions(before.conditions ?? [], said, words)
  const status = { ...before, conditions, ...(atProvider && { atProvider }) }
  await cluster.report(kind, managed, status as JsonObject, signal)
}
