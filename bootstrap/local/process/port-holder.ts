import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A process that listens on a port, as far as we may look: sockets of other users stay unknown. */
export type PortHolder = Readonly<{ pid: number; command: string }>

/** Finds out who listens on a TCP port (Linux). */
export const holderOf = (port: number): PortHolder | undefined => {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(readOr(table), port))
  if (inodes.length === 0) return undefined
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`))
  const pid = pids().find((candidate) => openFiles(candidate).some((file) => sockets.has(file)))
  return pid ? { pid, command: commandOf(pid) } : undefined
}

/** Inodes of the sockets that listen on a port, out of a table as in /proc/net/tcp (proc(5): state 0A is LISTEN). */
export const listeningInodes = (table: string, port: number): string[] =>
  table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === '0A' && Number.parseInt(local?.split(':')[1] ?? '', 16) === port)
    .flatMap((fields) => fields[9] ?? [])

const pids = (): number[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)

const openFiles = (pid: number): string[] => {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => linkOr(`/proc/${pid}/fd/${fd}`))
  } catch {
    return []
  }
}

const commandOf = (pid: number): string => readOr(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim().slice(0, 120)

const linkOr = (path: string): string => {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

const readOr = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
