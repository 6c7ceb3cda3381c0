import type { Duplex } from 'node:stream'

/** The connections of a proxy's client, and what can happen to them. */
export type Connections = Readonly<{
  add(socket: Duplex): void
  isDead(socket: Duplex): boolean
  /** From now on nothing passes through those that are open, in either direction, and neither end is told. */
  deaden(): void
  /** Ends all of them. */
  cut(): void
  open(): number
}>

/** None yet. */
export function trackConnections(): Connections {
  const all = new Set<Duplex>()
  const dead = new WeakSet<Duplex>()
  return {
    add: (socket) => {
      all.add(socket)
      socket.on('close', () => all.delete(socket))
      // the client may be killed at any moment
      socket.on('error', () => socket.destroy())
    },
    isDead: (socket) => dead.has(socket),
    deaden: () => {
      for (const socket of all) dead.add(socket)
    },
    cut: () => {
      for (const socket of all) socket.destroy()
    },
    open: () => all.size,
  }
}
