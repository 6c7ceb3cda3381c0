import type { Clock } from '@taskplatform/operator/ports/clock'
import type { Log } from '@taskplatform/operator/ports/log'
import type { ClusterUser } from '../kinds/eks/access.ts'
import type { Attributes } from '../service/aws-resource.ts'
import type { Vault } from '../service/vault.ts'
import type { World } from '../service/world.ts'
import type { Backend } from './backend.ts'
import { caches } from './caches/caches.ts'
import { clusters } from './clusters/clusters.ts'
import { databases } from './databases/databases.ts'

/** What can really run behind the account, as `--backends` names it. */
export const backendNames = ['clusters', 'databases', 'caches'] as const
export type BackendName = (typeof backendNames)[number]

/** What a backend may use. */
export type BackendContext = Readonly<{
  /** Its own folder: data, keys, logs and the records by which a later twin finds its processes. */
  stateDir: string
  /** Programs by name, as `--program` gives them. */
  programs: Readonly<Record<string, string>>
  /** What its processes get to see of the environment, with the marks by which they are found if all else fails. */
  env: Readonly<Record<string, string>>
  /** Values of secrets by their handles. Never to be logged. */
  vault: Pick<Vault, 'open'>
  /** Whom a cluster takes the bearer of a token for; `undefined` if it does not let it in. */
  userOf(region: string, cluster: string, token: string): ClusterUser | undefined
  /** The account, for what servers make in AWS by themselves: no calls of the provider. */
  outside: Outside
  clock: Clock
  log: Log
}>

/** What a server behind the account sees of it, and makes and removes in it. */
export type Outside = Readonly<{
  world(region: string): World
  make(kind: string, region: string, id: string, attributes: Attributes): Promise<void>
  remove(kind: string, region: string, id: string): Promise<void>
}>

/** Makes each backend. A new one is a folder, and a line here. */
export const makers: Readonly<Partial<Record<BackendName, (context: BackendContext) => Backend>>> = {
  clusters,
  databases,
  caches,
}

/** Those asked for; `contextOf` gives each its own. Throws a RangeError for one that this twin does not have. */
export const createBackends = (
  names: readonly BackendName[],
  contextOf: (name: BackendName) => BackendContext,
): Backend[] =>
  names.map((name) => {
    const make = makers[name]
    if (!make) throw new RangeError(`There is no backend for ${name}: leave it out of --backends`)
    return make(contextOf(name))
  })
