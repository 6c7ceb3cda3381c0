import { join } from 'node:path'
import { endProcess } from '../../local/process/adopt.ts'
import { isAlive } from '../../local/process/identity.ts'
import { type Kept, keepRunning } from '../../local/process/keep-running.ts'
import { readRecord, readRecords, writeRecord } from '../../local/process/record.ts'
import type { ProcessSpec } from '../../local/process/spec.ts'

/** Where the records and logs of processes are: one folder for all that runs behind one resource. */
export type ProcessPlace = Readonly<{ folder: string; env: Readonly<Record<string, string>> }>

/**
 * Keeps a process running, as the local stack keeps its parts. One that an earlier twin left is taken over if it was started with
 * the same command, and ended first if not. Rejects with a `PartError` if it does not get ready.
 */
export const keepProcess = async (
  name: string,
  spec: ProcessSpec,
  { folder, env }: ProcessPlace,
  signal: AbortSignal,
): Promise<Kept> => {
  const path = join(recordsIn(folder), `${name}.json`)
  const before = readRecord(path)
  const left = before?.identity && isAlive(before.identity) ? before.identity : undefined
  const isSame = before?.command.join('\0') === [spec.command, ...spec.args].join('\0')
  if (left && !isSame) await endProcess(left, spec.graceMs)
  const adopt = isSame ? left : undefined
  const logFile = join(folder, 'logs', `${name}.log`)
  return keepRunning(spec, { part: name, logFile, env, record: (record) => writeRecord(path, record), adopt }, signal)
}

/** Ends what the records of a folder name and still runs, `names` first and in their order. For what nobody keeps any more. */
export const endRecorded = async (folder: string, names: readonly string[] = [], graceMs = 5_000): Promise<void> => {
  const left = readRecords(recordsIn(folder)).flatMap(({ part, identity }) =>
    identity && isAlive(identity) ? [{ part, identity }] : [],
  )
  const named = names.flatMap((name) => left.filter(({ part }) => part === name))
  for (const { identity } of named) await endProcess(identity, graceMs)
  await Promise.all(
    left.filter(({ part }) => !names.includes(part)).map(({ identity }) => endProcess(identity, graceMs)),
  )
}

/** Whether any process of a folder still runs. */
export const hasProcesses = (folder: string): boolean =>
  readRecords(recordsIn(folder)).some(({ identity }) => identity !== undefined && isAlive(identity))

const recordsIn = (folder: string): string => join(folder, 'run')
