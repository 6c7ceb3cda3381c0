import { readFileSync } from 'node:fs'

/**
 * Names one process for good. A pid alone is given out again after its process has ended; with the moment of its start (clock
 * ticks since boot) and the boot, it is not.
 */
export type ProcessIdentity = Readonly<{ pid: number; startedAt: string; bootId: string }>

/** Who holds this pid now; `undefined` if nobody does, or only a zombie that waits to be collected. */
export const identityOf = (pid: number): ProcessIdentity | undefined => {
  const stat = read(`/proc/${pid}/stat`)
  const startedAt = stat && startTimeFrom(stat)
  return startedAt ? { pid, startedAt, bootId: bootId() } : undefined
}

/** Whether that very process still runs. */
export const isAlive = (identity: ProcessIdentity): boolean => {
  const now = identityOf(identity.pid)
  return now !== undefined && now.startedAt === identity.startedAt && now.bootId === identity.bootId
}

/** Sends a signal to that very process, never to a stranger that got its pid. Returns whether it was there. */
export const signalProcess = (identity: ProcessIdentity, signal: 'SIGTERM' | 'SIGKILL'): boolean => {
  if (!isAlive(identity)) return false
  try {
    return process.kill(identity.pid, signal)
  } catch {
    return false
  }
}

/**
 * The start time out of a line of /proc/PID/stat (field 22, proc(5)). The command in field 2 may hold spaces and brackets, so
 * fields are counted from its last bracket on. A zombie (state Z) or a dead process (X) counts as none.
 */
export const startTimeFrom = (stat: string): string | undefined => {
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' || state === 'X' ? undefined : rest[18]
}

const bootId = (): string => read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
