import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localConfig } from '@taskplatform/bootstrap/local/config'
import { type Bed, startBed } from './bed.ts'
import { measureFailover } from './failover.ts'
import { measureFaults } from './faults.ts'
import type { Measured } from './measures.ts'
import { buildPrograms, type Program, type ProgramName, programNames } from './programs.ts'
import { measureRest } from './rest.ts'
import { measureAlone, type SoloOptions } from './solo.ts'

/** How much is compared; each round has all the parts. */
export type CompareOptions = SoloOptions &
  Readonly<{ restSeconds: number; rounds: number; parts: readonly Part[]; programs: readonly ProgramName[] }>

export const compareParts = ['alone', 'faults', 'failover', 'rest'] as const
export type Part = (typeof compareParts)[number]

/** What one part of one round gave for one program. */
export type RunResult = Readonly<{ round: number; program: ProgramName; measured: Measured }>

/**
 * Compares the three programs on one API server in one run. They take turns, each round in another order, so that what else the
 * machine does falls on all of them.
 */
export async function* compare(options: CompareOptions, signal: AbortSignal): AsyncGenerator<RunResult> {
  const config = localConfig()
  const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-bench-'))
  const programs = await buildPrograms({ config, stateDir, signal })
  const bed = await startBed(config, stateDir, signal)
  try {
    for (let round = 0; round < options.rounds; round++) {
      const turns = turnsOf(round)
        .filter((name) => options.programs.includes(name))
        .map((name) => programs[name])
      if (options.parts.includes('alone')) {
        for (const program of turns) {
          yield { round, program: program.name, measured: await measureAlone(bed, program, options, signal) }
        }
      }
      for (const [part, measure] of [
        ['faults', measureFaults],
        ['failover', measureFailover],
        ['rest', (bed: Bed, turns: readonly Program[]) => measureRest(bed, turns, options, signal)],
      ] as const) {
        if (!options.parts.includes(part)) continue
        const results = await measure(bed, turns, signal)
        for (const { name } of turns) yield { round, program: name, measured: results[name] }
      }
    }
  } finally {
    await bed.close()
  }
}

/** The order of a round: each program is first, second and last equally often. */
export const turnsOf = (round: number): readonly ProgramName[] =>
  programNames.map((_, index) => programNames[(index + round) % programNames.length] as ProgramName)
