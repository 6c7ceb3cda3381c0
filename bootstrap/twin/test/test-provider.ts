import { createBackings } from '../backends/backings.ts'
import { kinds } from '../kinds/registry.ts'
import type { Cluster } from '../provider/cluster.ts'
import type { Provider } from '../provider/visit.ts'
import { createWaiting } from '../provider/waiting.ts'
import { createClusterTokens } from '../service/cluster-tokens.ts'
import { nameOf } from '../service/kind.ts'
import { memoryVault } from '../service/vault.ts'
import { memorySecretStore } from './memory-secret-store.ts'
import type { TestAccount } from './test-account.ts'

/** A provider for an account and a cluster in memory; `more` is what the test wants otherwise. */
export const testProvider = (aws: TestAccount, cluster: Cluster, more: Partial<Provider> = {}): Provider => ({
  kinds: new Map(kinds.map((kind) => [nameOf(kind), kind])),
  account: aws.account,
  cluster,
  backings: createBackings([]),
  vault: memoryVault(),
  secretStore: memorySecretStore(),
  newPassword: () => 'madeUpByTheProvider',
  tokens: createClusterTokens('test', aws.clock),
  waiting: createWaiting(),
  cutOff: new Set(),
  clock: aws.clock,
  timeScale: 0,
  ...more,
})
