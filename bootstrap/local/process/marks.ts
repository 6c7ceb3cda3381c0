import { readdirSync, readFileSync } from 'node:fs'
import { identityOf, type ProcessIdentity } from './identity.ts'

/** A process of a stack that was found by its mark. */
export type Marked = Readonly<{ part: string; owner: string | undefined; identity: ProcessIdentity }>

/**
 * Environment variables that every process of a stack carries, and hands down to its own children. By them the processes can be
 * found even when the folder with their records is gone.
 */
export const marksOf = (stateDir: string, part: string, owner?: ProcessIdentity): Record<string, string> => ({
  [stateMark]: stateDir,
  [partMark]: part,
  ...(owner && { [ownerMark]: JSON.stringify(owner) }),
})

/** All processes of ours that belong to the stack in `stateDir`, or to any stack. Those of other users stay unknown. */
export const findMarked = (stateDir?: string): Marked[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const marks = environmentOf(Number(entry))
      const identity = identityOf(Number(entry))
      const state = marks.get(stateMark)
      if (!identity || !state || (stateDir !== undefined && state !== stateDir)) return []
      return [{ part: marks.get(partMark) ?? '', owner: marks.get(ownerMark), identity }]
    })

const stateMark = 'TASKPLATFORM_LOCAL_STATE'
const partMark = 'TASKPLATFORM_LOCAL_PART'
const ownerMark = 'TASKPLATFORM_LOCAL_OWNER'

const environmentOf = (pid: number): Map<string, string> => {
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
    return new Map(entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]))
  } catch {
    return new Map()
  }
}
