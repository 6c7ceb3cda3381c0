import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalConfig } from '@taskplatform/bootstrap/local/config'
import { applyAll } from '@taskplatform/bootstrap/local/install/apply'
import { allEstablished, allServed } from '@taskplatform/bootstrap/local/install/established'
import type { KubeClient } from '../../src/kube/client.ts'
import type { AuditedRequest } from '../audit-log.ts'
import { type BareControlPlane, startControlPlane } from '../control-plane.ts'
import { access, kubeconfigFor, userOf } from './access.ts'
import { benchCrds } from './crds.ts'
import { type ProgramName, programNames } from './programs.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** A control plane with a way to it for each program. */
export type Bed = Pick<BareControlPlane, 'client' | 'env' | 'stopApiServer' | 'startApiServer' | 'mark' | 'close'> &
  Readonly<{
    folder: string
    /** Ports for the programs' own endpoints. */
    freePort(): number
    kubeconfigOf(name: ProgramName): string
    proxyOf(name: ProgramName): TcpProxy
    /** What a program has asked since a mark. */
    requestsOf(name: ProgramName, since: number): Promise<readonly AuditedRequest[]>
  }>

/** Starts the bed in `folder`, with the CRDs, an account for each program and what it may do. */
export const startBed = async (config: LocalConfig, folder: string, signal: AbortSignal): Promise<Bed> => {
  const plane = await startControlPlane(config, folder, signal)
  const { client, context } = plane
  await install(client, signal)
  const proxies = await eachProgram(() => startTcpProxy(context.ports.apiserver))
  const kubeconfigs = await eachProgram(async (name) => {
    const path = join(folder, `${name}.kubeconfig`)
    const text = await kubeconfigFor(client, context.layout, name, proxies[name].port, signal)
    await writeFile(path, text, { mode: 0o600 })
    return path
  })
  // the operator's own port and those after it are nobody's here
  let nextPort = context.ports.operator
  return {
    ...plane,
    folder,
    freePort: () => nextPort++,
    kubeconfigOf: (name) => kubeconfigs[name],
    proxyOf: (name) => proxies[name],
    requestsOf: (name, since) => plane.requestsOf(userOf(name), since),
    close: async () => {
      await Promise.all(programNames.map((name) => proxies[name].close()))
      await plane.close()
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
