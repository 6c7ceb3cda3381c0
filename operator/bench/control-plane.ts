import { rm, stat } from 'node:fs/promises'
import { findControlPlane } from '@taskplatform/bootstrap/local/build/control-plane'
import type { LocalConfig } from '@taskplatform/bootstrap/local/config'
import { layoutOf } from '@taskplatform/bootstrap/local/layout'
import { endOwnerless } from '@taskplatform/bootstrap/local/leftovers'
import type { PartContext } from '@taskplatform/bootstrap/local/parts/context'
import { etcd } from '@taskplatform/bootstrap/local/parts/etcd'
import { kubeApiserver } from '@taskplatform/bootstrap/local/parts/kube-apiserver'
import { claimFreePorts, portsFrom } from '@taskplatform/bootstrap/local/ports'
import { prepareState } from '@taskplatform/bootstrap/local/prepare-state'
import { identityOf } from '@taskplatform/bootstrap/local/process/identity'
import { type Kept, keepRunning } from '@taskplatform/bootstrap/local/process/keep-running'
import { marksOf } from '@taskplatform/bootstrap/local/process/marks'
import type { KubeClient } from '../src/kube/client.ts'
import { connect } from '../src/kube/connect.ts'
import { realClock } from '../src/runtime/clock.ts'
import { type AuditedRequest, readAuditLog } from './audit-log.ts'

/** One kube-apiserver on one etcd, and nothing else: what is measured is not crowded. */
export type BareControlPlane = Readonly<{
  client: KubeClient
  context: PartContext
  /** Environment for processes: by it they are found and ended should we die. */
  env: Readonly<Record<string, string>>
  stopApiServer(): Promise<void>
  startApiServer(): Promise<void>
  /** A place in the audit log. */
  mark(): Promise<number>
  /** What a user has asked since a mark. */
  requestsOf(user: string, since: number): Promise<readonly AuditedRequest[]>
  /** Stops both, and removes the folder. */
  close(): Promise<void>
}>

/** Starts both in `folder`, with the audit log on. Throws a `NotBuiltError` if they are not in the cache. */
export const startControlPlane = async (
  config: LocalConfig,
  folder: string,
  signal: AbortSignal,
): Promise<BareControlPlane> => {
  const owner = identityOf(process.pid)
  await endOwnerless(signal)
  const { programs } = await findControlPlane(config.root, config.cache)
  const claim = await claimFreePorts()
  const layout = layoutOf(folder)
  const context: PartContext = {
    layout,
    ports: portsFrom(claim.base),
    programs,
    node: config.node,
    timeScale: 0,
    backends: [],
    backendPrograms: {},
    auditLog: true,
  }
  await prepareState(context, new Date())
  const env = { ...config.partEnv, ...marksOf(folder, 'bench', owner) }
  const keep = (part: 'etcd' | 'kube-apiserver') => ({ part, logFile: layout.logOf(part), env, record: () => {} })
  const store = await keepRunning(etcd(context), keep('etcd'), signal)
  let server: Kept | undefined
  const startApiServer = async () => {
    server = await keepRunning(kubeApiserver(context), keep('kube-apiserver'), signal)
  }
  await startApiServer()
  const { client, close } = connect({ kubeconfigPath: layout.kubeconfig }, { clock: realClock, userAgent: 'bench' })
  return {
    client,
    context,
    env,
    stopApiServer: async () => server?.stop(),
    startApiServer,
    mark: async () => (await stat(layout.auditLog)).size,
    requestsOf: async (who, since) => (await readAuditLog(layout.auditLog, since)).filter(({ user }) => user === who),
    close: async () => {
      await close()
      await server?.stop()
      await store.stop()
      claim.release()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
