import { join } from 'node:path'
import { connect } from '@taskplatform/operator/kube/connect'
import { isConflict } from '@taskplatform/operator/kube/errors'
import type { Clock } from '@taskplatform/operator/ports/clock'
import type { Log } from '@taskplatform/operator/ports/log'
import { createController } from '@taskplatform/operator/runtime/controller'
import { createManager } from '@taskplatform/operator/runtime/manager'
import { createMetrics } from '@taskplatform/operator/runtime/metrics'
import { createQueue } from '@taskplatform/operator/runtime/queue'
import { authorityIn } from './backends/authority.ts'
import { createBackings } from './backends/backings.ts'
import { createBackendKeeper } from './backends/keep-backends.ts'
import { type BackendName, createBackends } from './backends/registry.ts'
import { answerControl } from './http/control.ts'
import { createTwinServer } from './http/server.ts'
import { type ClusterUser, userOf } from './kinds/eks/access.ts'
import { kinds } from './kinds/registry.ts'
import { createCluster } from './provider/cluster.ts'
import { installedOf } from './provider/installed.ts'
import { newPassword } from './provider/password.ts'
import { refuseBesideRealProvider } from './provider/real-provider.ts'
import { reconcileManaged } from './provider/reconcile.ts'
import { createSecretStore } from './provider/secret-store.ts'
import type { Provider } from './provider/visit.ts'
import { createWaiting } from './provider/waiting.ts'
import { createWatches } from './provider/watch.ts'
import { wire } from './provider/wire.ts'
import { createAccount } from './service/account.ts'
import { type ClusterTokens, createClusterTokens } from './service/cluster-tokens.ts'
import { createFaults } from './service/faults.ts'
import { openJournal } from './service/journal.ts'
import { nameOf } from './service/kind.ts'
import { openVault } from './service/vault.ts'
import type { World } from './service/world.ts'

/** What the twin is told from outside. */
export type TwinOptions = Readonly<{
  kubeconfigPath: string
  /** Folder of the AWS-side log. */
  stateDir: string
  /** 1: everything takes as long as in AWS; 0: nothing takes time. */
  timeScale: number
  health: Readonly<{ host: string; port: number }>
  /** What really runs behind the account. */
  backends: readonly BackendName[]
  /** Paths of the programs that backends run, by name. */
  programs: Readonly<Record<string, string>>
  /** What those programs get to see of the environment. */
  backendEnv: Readonly<Record<string, string>>
  log: Log
  clock: Clock
}>

/** The AWS-side log within the state folder. */
export const journalIn = (stateDir: string): string => join(stateDir, 'aws-log.jsonl')

/**
 * Plays the AWS provider and AWS until `signal` is aborted; gives the exit code. Kinds whose CRD is not installed at the start are
 * left out. Throws a `RealProviderError` beside a real provider, and whatever keeps it from reading its log or from listening.
 */
export const runTwin = async (options: TwinOptions, signal: AbortSignal): Promise<number> => {
  const { log, clock, timeScale, stateDir, health } = options
  const metrics = createMetrics({ process: true })
  const { client, close } = connect(
    { kubeconfigPath: options.kubeconfigPath },
    { clock, metrics, userAgent: 'provider-aws-twin' },
  )
  await refuseBesideRealProvider(client, signal)
  const played = await installedOf(client, kinds, signal)
  log.info({ kinds: played.length, missing: missingKinds(played) }, 'kinds installed')
  const { journal, entries } = await openJournal(journalIn(stateDir))
  const vault = await openVault(join(stateDir, 'secrets.json'))
  const tokens = createClusterTokens(vault.open('derived:cluster-tokens') ?? '', clock)
  const faults = createFaults()
  const backends = createBackends(options.backends, (name) => ({
    stateDir: join(stateDir, name),
    programs: options.programs,
    env: options.backendEnv,
    vault,
    userOf: (region, cluster, token) => userWith(tokens, account.world(region), cluster, token),
    outside: {
      world: (region) => account.world(region),
      make: (kind, region, id, attributes) => account.makeOutside(kind, region, id, attributes),
      remove: async (kind, region, id) => {
        await account.alterOutside(kind, region, id, 'delete')
      },
    },
    clock,
    log: log.child({ backend: name }),
  }))
  const backings = createBackings(backends.map(({ kind }) => kind))
  const account = createAccount({
    accountId,
    seed: accountId,
    timeScale,
    clock,
    journal,
    entries,
    faults,
    backing: backings.of,
  })
  const keeper = createBackendKeeper({ backends, account, backings, clock, log })
  const watches = createWatches(played, { client, log, clock, metrics })
  const provider: Provider = {
    kinds: new Map(kinds.map((kind) => [nameOf(kind), kind])),
    account,
    backings,
    cluster: createCluster(client, watches.stores),
    vault,
    secretStore: createSecretStore(client),
    newPassword,
    tokens,
    waiting: createWaiting(),
    cutOff: new Set(),
    clock,
    timeScale,
  }
  const queue = createQueue({ name: 'managed', clock, metrics })
  wire(provider, watches, queue)
  const controller = createController({
    name: 'managed',
    reconcile: reconcileManaged(provider),
    queue,
    workers: 16,
    timeoutMs: 60_000,
    log,
    clock,
    metrics,
    isConflict,
  })
  const manager = createManager({
    log,
    clock,
    caches: [...watches.managed.values(), ...watches.configs.values(), watches.usages],
    controllers: [controller],
    close: async () => {
      await keeper.end()
      await journal.close()
      await close()
    },
  })
  const control = (request: Parameters<typeof answerControl>[1]) =>
    answerControl(
      {
        account,
        faults,
        vault,
        authorityOf: (backend) => authorityIn(join(stateDir, backend)),
      },
      request,
    )
  const server = createTwinServer({ ...health, metrics, healthy: manager.healthy, ready: manager.ready, control })
  await keeper.begin()
  return manager.run(signal, server)
}

const userWith = (tokens: ClusterTokens, world: World, cluster: string, token: string): ClusterUser | undefined => {
  const found = world.get('Cluster', cluster)
  const principalArn = tokens.principalOf(cluster, token)
  return found && principalArn ? userOf(world, found, principalArn) : undefined
}

/** The account of AWS' own examples. */
const accountId = '111122223333'

const missingKinds = (played: readonly (typeof kinds)[number][]): string[] =>
  kinds.filter((kind) => !played.includes(kind)).map(nameOf)
