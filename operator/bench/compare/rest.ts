import { setTimeout as pause } from 'node:timers/promises'
import { isWrite } from '../audit-log.ts'
import { namespaceOf } from './access.ts'
import type { Bed } from './bed.ts'
import type { Measured } from './measures.ts'
import type { Program, ProgramName } from './programs.ts'
import { subjectOptions } from './solo.ts'
import { startSubject } from './subject.ts'
import { workloadIn } from './workload.ts'

/** All programs at rest at the same time, each with platforms of its own that are settled: what they ask of the API server. */
export const measureRest = async (
  bed: Bed,
  programs: readonly Program[],
  { platforms, restSeconds }: Readonly<{ platforms: number; restSeconds: number }>,
  signal: AbortSignal,
): Promise<Readonly<Record<ProgramName, Measured>>> => {
  const names = Array.from({ length: platforms }, (_, index) => `resting-${index}`)
  const runs = []
  for (const program of programs) {
    const workload = workloadIn(bed.client, namespaceOf(program.name), signal)
    const subject = await startSubject(program, subjectOptions(bed, program, signal))
    await workload.create(names)
    await workload.untilReady(names, 600_000)
    runs.push({ program, workload, subject })
  }
  await pause(settleMs, undefined, { signal })
  const mark = await bed.mark()
  await pause(restSeconds * 1000, undefined, { signal })
  const results: [ProgramName, Measured][] = []
  for (const { program, workload, subject } of runs) {
    const requests = await bed.requestsOf(program.name, mark)
    const writes = requests.filter(isWrite).length
    results.push([program.name, { rest_writes: writes, rest_requests: requests.length - writes }])
    await subject.stop()
    await workload.clear()
  }
  return Object.fromEntries(results) as Record<ProgramName, Measured>
}

const settleMs = 20_000
