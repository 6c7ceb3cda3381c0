import { createServer, type Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { PortBusyError } from './errors.ts'
import { holderOf } from './process/port-holder.ts'

/** The ports of one stack, all on the loopback address. */
export type Ports = Readonly<Record<keyof typeof offsets, number>>

/** Where `make up` listens unless PORT_BASE says otherwise: below the range from which Linux picks ports for connections. */
export const defaultPortBase = 26400

/** How many ports a stack may use from its base on; bases of stacks side by side differ by at least this. */
export const portSpan = 40

/** The only place that gives out ports: each is the base plus its offset. */
export const portsFrom = (base: number): Ports => {
  if (!Number.isInteger(base) || base < 1024 || base + portSpan > 65_536)
    throw new PortBusyError(
      `PORT_BASE ${base} leaves no room for ${portSpan} ports`,
      `Choose a number from 1024 to ${65_536 - portSpan}, for example PORT_BASE=${defaultPortBase}`,
    )
  return Object.fromEntries(Object.entries(offsets).map(([name, offset]) => [name, base + offset])) as Ports
}

/** Throws a `PortBusyError` that names the first port taken, who holds it as far as we may know, and the cure. */
export const checkPortsFree = async (base: number): Promise<void> => {
  for (const [name, port] of Object.entries(portsFrom(base))) {
    if (await isFreeOrSoon(port)) continue
    const holder = holderOf(port)
    throw new PortBusyError(
      `Port ${port} (${name}) is taken${holder ? ` by process ${holder.pid}: ${holder.command}` : ''}`,
      `Stop it, or move the whole stack: PORT_BASE=${base + portSpan} make up`,
    )
  }
}

/**
 * Finds a block of free ports for a test and holds it against other tests by listening on its last port: the operating system
 * gives it back even if we are killed.
 */
export const claimFreePorts = async (
  random: () => number = Math.random,
): Promise<{ base: number; release(): void }> => {
  for (let attempt = 0; attempt < 200; attempt++) {
    const base = 18_000 + portSpan * Math.floor(random() * 200)
    const claim = await listen(base + portSpan - 1)
    if (!claim) continue
    if (await allFree(base)) return { base, release: () => void claim.close() }
    claim.close()
  }
  throw new PortBusyError('No block of free ports between 18000 and 26000', 'Stop other stacks and try again')
}

const offsets = {
  apiserver: 0,
  etcd: 1,
  etcdPeer: 2,
  controllerManager: 3,
  crossplaneMetrics: 4,
  crossplaneHealth: 5,
  function: 6,
  functionHealth: 7,
  twinHealth: 8,
  operator: 9,
} as const

const allFree = async (base: number): Promise<boolean> => {
  for (const port of Object.values(portsFrom(base))) if (!(await isFree(port))) return false
  return true
}

// a process that was killed lets go of its ports a moment after it has ended; then nobody is found to hold them
const isFreeOrSoon = async (port: number): Promise<boolean> => {
  for (let attempt = 0; attempt < 30; attempt++) {
    if (await isFree(port)) return true
    if (holderOf(port)) return false
    await pause(100)
  }
  return false
}

// Crossplane listens on all addresses, so a port must be free on all of them.
const isFree = async (port: number): Promise<boolean> => {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const server = await listen(port, host)
    if (!server) return false
    await new Promise((closed) => server.close(closed))
  }
  return true
}

const listen = (port: number, host = '127.0.0.1'): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.unref()
    server.once('error', () => resolve(undefined))
    server.listen({ port, host, exclusive: true }, () => resolve(server))
  })
