import { namespaceOf } from './access.ts'
import type { Bed } from './bed.ts'
import type { Measured } from './measures.ts'
import type { Program, ProgramName } from './programs.ts'
import { subjectOptions } from './solo.ts'
import { type Subject, startSubject } from './subject.ts'
import { type Workload, workloadIn } from './workload.ts'

/** Two replicas of each program that knows leader election, Leases of 15 s: the leader is killed, and the next told to end. */
export const measureFailover = async (
  bed: Bed,
  programs: readonly Program[],
  signal: AbortSignal,
): Promise<Readonly<Record<ProgramName, Measured>>> => {
  const results = await Promise.all(
    programs.map(async (program): Promise<readonly [ProgramName, Measured]> => {
      if (program.elects) return [program.name, await failoverOf(bed, program, signal)]
      return [program.name, { failover_kill: 'no election', failover_term: 'no election' }]
    }),
  )
  return Object.fromEntries(results) as Record<ProgramName, Measured>
}

const failoverOf = async (bed: Bed, program: Program, signal: AbortSignal): Promise<Measured> => {
  const workload = workloadIn(bed.client, namespaceOf(program.name), signal)
  const start = () => startSubject(program, { ...subjectOptions(bed, program, signal), elect: true })
  const first = await start()
  // whoever makes a platform Ready leads; the second comes only then, so that we know who is who
  await ready(workload, 'leads')
  const second = await start()
  const kill = await takenOver(workload, first, 'SIGKILL')
  const third = await start()
  const term = await takenOver(workload, second, 'SIGTERM')
  await third.stop()
  await workload.clear()
  return { failover_kill: kill, failover_term: term }
}

const takenOver = async (workload: Workload, leader: Subject, how: 'SIGKILL' | 'SIGTERM'): Promise<number | string> => {
  const since = performance.now()
  void leader.stop(how)
  const readyAt = await ready(workload, how.toLowerCase())
  return readyAt === undefined ? 'not within 120 s' : (readyAt - since) / 1000
}

const ready = async (workload: Workload, name: string): Promise<number | undefined> => {
  await workload.create([name])
  return workload.untilReady([name], 120_000)
}
