import type { Layout } from './layout.ts'
import { partNames } from './parts/names.ts'
import { isAlive, type ProcessIdentity, signalProcess } from './process/identity.ts'
import { findMarked } from './process/marks.ts'
import { readRecords } from './process/record.ts'
import { until } from './until.ts'

/** A process of a stack that is still there. */
export type Leftover = Readonly<{ part: string; identity: ProcessIdentity }>

/**
 * Ends every process of a stack, whatever state it was left in: the supervisor first, so that it restarts nothing, then the
 * parts, last first. Only processes that are ours for certain are touched. Returns what it ended.
 */
export const endLeftovers = async (layout: Layout, signal: AbortSignal): Promise<Leftover[]> => {
  const found = findLeftovers(layout)
  for (const leftover of found) await endOne(leftover, signal)
  return found
}

/** The processes of a stack that still run: those written down, and those that carry its mark; in the order to end them. */
export const findLeftovers = (layout: Layout): Leftover[] => {
  const recorded = readRecords(layout.records).flatMap(({ part, identity }) => (identity ? [{ part, identity }] : []))
  const all = [...recorded.filter(({ identity }) => isAlive(identity)), ...findMarked(layout.stateDir)]
  const byPid = new Map(all.map(({ part, identity }) => [identity.pid, { part, identity }]))
  return inOrderToEnd([...byPid.values()])
}

/** The supervisor, then unknown children of parts, then the parts from the last to the first. */
export const inOrderToEnd = <T extends { part: string }>(leftovers: readonly T[]): T[] => {
  const order = ['supervisor', ...partNames.toReversed()]
  return leftovers.toSorted((a, b) => order.indexOf(a.part) - order.indexOf(b.part))
}

/** Ends what stacks of tests left behind whose process was killed before it could stop them. */
export const endOwnerless = async (signal: AbortSignal): Promise<void> => {
  const ownerless = findMarked().filter(({ owner }) => owner !== undefined && !isAlive(JSON.parse(owner)))
  for (const leftover of inOrderToEnd(ownerless)) await endOne(leftover, signal)
}

const endOne = async ({ part, identity }: Leftover, signal: AbortSignal): Promise<void> => {
  const gone = () => !isAlive(identity)
  signalProcess(identity, 'SIGTERM')
  const options = { what: `${part} (process ${identity.pid}) to end`, signal }
  // the supervisor stops all parts before it ends
  const polite = until(gone, { ...options, deadlineMs: part === 'supervisor' ? 60_000 : 15_000 })
  await polite.catch(async () => {
    signal.throwIfAborted()
    signalProcess(identity, 'SIGKILL')
    await until(gone, { ...options, deadlineMs: 10_000 })
  })
}
