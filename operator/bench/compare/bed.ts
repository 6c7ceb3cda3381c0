import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findControlPlane } from '@taskplatform/bootstrap/local/build/control-plane'
import type { LocalConfig } from '@taskplatform/bootstrap/local/config'
import { applyAll } from '@taskplatform/bootstrap/local/install/apply'
import { allEstablished, allServed } from '@taskplatform/bootstrap/local/install/established'
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
import type { KubeClient } from '../../src/kube/client.ts'
import { connect } from '../../src/kube/connect.ts'
import { realClock } from '../../src/runtime/clock.ts'
import { type AuditedRequest, readAuditLog } from '../audit-log.ts'
import { access, kubeconfigFor, userOf } from './access.ts'
import { benchCrds } from './crds.ts'
import { type ProgramName, programNames } from './programs.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** One kube-apiserver on one etcd, and a way to it for each program. */
export type Bed = Readonly<{
  client: KubeClient
  /** Environment for processes: found and ended by it should we die. */
  env: Readonly<Record<string, string>>
  folder: string
  /** Ports for the programs' own endpoints. */
  freePort(): number
  kubeconfigOf(name: ProgramName): string
  proxyOf(name: ProgramName): TcpProxy
  stopApiServer(): Promise<void>
  startApiServer(): Promise<void>
  /** A place in the audit log. */
  mark(): Promise<number>
  /** What a program has asked since a mark. */
  requestsOf(name: ProgramName, since: number): Promise<readonly AuditedRequest[]>
  close(): Promise<void>
}>

/** Starts the bed in `folder`, with the CRDs, an account for each program and what it may do. */
export const startBed = async (config: LocalConfig, folder: string, signal: AbortSignal): Promise<Bed> => {
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
  await install(client, signal)
  const proxies = await eachProgram(() => startTcpProxy(context.ports.apiserver))
  const kubeconfigs = await eachProgram(async (name) => {
    const path = join(folder, `${name}.kubeconfig`)
    await writeFile(path, await kubeconfigFor(client, layout, name, proxies[name].port, signal), { mode: 0o600 })
    return path
  })
  // the operator's own port and those after it are nobody's here
  let nextPort = context.ports.operator
  return {
    client,
    env,
    folder,
    freePort: () => nextPort++,
    kubeconfigOf: (name) => kubeconfigs[name],
    proxyOf: (name) => proxies[name],
    stopApiServer: async () => server?.stop(),
    startApiServer,
    mark: async () => (await stat(layout.auditLog)).size,
    requestsOf: async (name, since) =>
      (await readAuditLog(layout.auditLog, since)).filter(({ user }) => user === userOf(name)),
    close: async () => {
      await close()
      await Promise.all(programNames.map((name) => proxies[name].close()))
      await server?.stop()
      await store.stop()
      claim.release()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const install = async (client: KubeClient, signal: AbortSignal): Promise<void> => {
  await applyAll(client, benchCrds, signal)
  await allEstablished(client, benchCrds, signal)
  await allServed(client, benchCrds, signal)
  for (const { resource, object } of access) await client.apply(resource, object, { fieldManager: 'bench', signal })
}

const eachProgram = async <T>(make: (name: ProgramName) => Promise<T>): Promise<Record<ProgramName, T>> => {
  const made: [ProgramName, T][] = []
  for (const name of programNames) made.push([name, await make(name)])
  return Object.fromEntries(made) as Record<ProgramName, T>
}
