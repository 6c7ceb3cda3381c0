import { setTimeout as pause } from 'node:timers/promises'
import { accountNamespace, namespaceOf } from './access.ts'
import type { Bed } from './bed.ts'
import type { Measured } from './measures.ts'
import type { Program, ProgramName } from './programs.ts'
import { refuseAll } from './refuse.ts'
import { subjectOptions } from './solo.ts'
import { type Subject, startSubject } from './subject.ts'
import { type Workload, workloadIn } from './workload.ts'

/** What came of the faults, by program. */
export type FaultResults = Readonly<Record<ProgramName, Measured>>

/** The same faults for all programs at the same time: what counts are waits, not work. Each has platforms of its own. */
export const measureFaults = async (
  bed: Bed,
  programs: readonly Program[],
  signal: AbortSignal,
): Promise<FaultResults> => {
  const runs = await Promise.all(programs.map((program) => begin(bed, program, signal)))
  const away = await afterAbsence(bed, runs, signal)
  const refused = await storm(bed, runs, signal)
  // the last one: not all come back from it
  const halfOpen = await halfOpenConnections(bed, runs)
  const results = await Promise.all(
    runs.map(async ({ subject, workload, program: { name } }) => {
      const exits = subject.exits()
      await subject.stop()
      await workload.clear()
      const measured: Measured = {
        recover_away: away[name],
        recover_half_open: halfOpen[name],
        recover_refused: refused[name],
        fault_exits: exits,
      }
      return [name, measured] as const
    }),
  )
  return Object.fromEntries(results) as FaultResults
}

type Run = Readonly<{ program: Program; subject: Subject; workload: Workload; names: readonly string[] }>

type Seconds = Readonly<Record<ProgramName, number | string>>

const begin = async (bed: Bed, program: Program, signal: AbortSignal): Promise<Run> => {
  const workload = workloadIn(bed.client, namespaceOf(program.name), signal)
  const names = Array.from({ length: 20 }, (_, index) => `steady-${index}`)
  const subject = await startSubject(program, subjectOptions(bed, program, signal))
  await workload.create(names)
  await workload.untilReady(names, 60_000)
  return { program, subject, workload, names }
}

const giveUpMs = 120_000

/** Seconds from the change of every platform to the last Ready. */
const recovery = async (runs: readonly Run[], text: string, from?: number): Promise<Seconds> => {
  const results = await Promise.all(
    runs.map(async ({ program, workload, names }) => {
      await workload.edit(names, text)
      return [program.name, await secondsUntilReady(workload, names, from)] as const
    }),
  )
  return Object.fromEntries(results) as Seconds
}

const secondsUntilReady = async (
  workload: Workload,
  names: readonly string[],
  from = performance.now(),
): Promise<number | string> => {
  const readyAt = await workload.untilReady(names, giveUpMs)
  return readyAt === undefined ? `not within ${giveUpMs / 1000} s` : Math.max(0, readyAt - from) / 1000
}

const afterAbsence = async (bed: Bed, runs: readonly Run[], signal: AbortSignal): Promise<Seconds> => {
  await bed.stopApiServer()
  await pause(30_000, undefined, { signal })
  await bed.startApiServer()
  return recovery(runs, 'after the absence', performance.now())
}

const halfOpenConnections = (bed: Bed, runs: readonly Run[]): Promise<Seconds> => {
  for (const { program } of runs) bed.proxyOf(program.name).freeze()
  return recovery(runs, 'after the freeze', performance.now())
}

const storm = async (bed: Bed, runs: readonly Run[], signal: AbortSignal): Promise<Seconds> => {
  const accept = await refuseAll(
    bed.client,
    runs.map(({ program }) => ({ name: program.name, namespace: accountNamespace })),
    signal,
  )
  await Promise.all(runs.map(({ workload, names }) => workload.edit(names, 'in the storm')))
  await pause(20_000, undefined, { signal })
  await accept()
  const since = performance.now()
  const results = await Promise.all(
    runs.map(async ({ program, workload, names }) => [program.name, await secondsUntilReady(workload, names, since)]),
  )
  return Object.fromEntries(results) as Seconds
}
