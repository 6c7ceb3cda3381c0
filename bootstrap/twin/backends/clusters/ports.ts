import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { hasProcesses } from '../keep-process.ts'
import type { ClusterLayout } from './layout.ts'

/** The ports of one workload cluster, all on the loopback address. */
export type ClusterPorts = Readonly<Record<(typeof names)[number], number>>

/**
 * The ports of a cluster: chosen once and kept, so that clients find it where it was. Chosen anew only if somebody took one while
 * nothing of the cluster ran. `random` decides where to look.
 */
export const portsOf = async (layout: ClusterLayout, random: () => number = Math.random): Promise<ClusterPorts> => {
  const known = await readPorts(layout)
  if (known && (hasProcesses(layout.folder) || (await allFree(Object.values(known))))) return known
  const found = await findPorts(random)
  await writeFile(layout.ports, JSON.stringify(found))
  return found
}

const names = ['etcd', 'etcdPeer', 'apiserver', 'controllerManager', 'scheduler', 'kwok', 'webhook'] as const

const readPorts = async ({ ports }: ClusterLayout): Promise<ClusterPorts | undefined> => {
  const text = await readFile(ports, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as ClusterPorts)
}

/** Below the range from which Linux picks ports for connections, and above those of local stacks. */
const range = { from: 28_000, to: 32_000 } as const

const findPorts = async (random: () => number): Promise<ClusterPorts> => {
  const steps = Math.floor((range.to - range.from) / names.length)
  for (let attempt = 0; attempt < 200; attempt++) {
    const base = range.from + names.length * Math.floor(random() * steps)
    const ports = names.map((_, index) => base + index)
    if (await allFree(ports))
      return Object.fromEntries(names.map((name, index) => [name, ports[index]])) as ClusterPorts
  }
  throw new NoPortsError()
}

/** Everything within reach is taken. */
export class NoPortsError extends Error {
  override readonly name = 'NoPortsError'
  readonly code = 'NO_PORTS'

  constructor() {
    super(`No free ports between ${range.from} and ${range.to}: stop other clusters of the twin, and it tries again`)
  }
}

const allFree = async (ports: readonly number[]): Promise<boolean> => {
  for (const port of ports) if (!(await isFree(port))) return false
  return true
}

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer()
  try {
    const listening = once(server, 'listening')
    server.listen({ port, host: '127.0.0.1', exclusive: true })
    await listening
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
