import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { bundlePrograms } from '../bundle.ts'
import type { LocalConfig } from '../config.ts'
import { PartError } from '../errors.ts'
import type { Layout } from '../layout.ts'
import { backendNames } from '../parts/context.ts'
import type { PartName } from '../parts/names.ts'
import { bundleOf } from '../parts/programs.ts'
import { isAlive } from '../process/identity.ts'
import { logTail } from '../process/log-tail.ts'
import { marksOf } from '../process/marks.ts'
import { type PartRecord, readRecord, removeRecord } from '../process/record.ts'
import type { Settings } from '../settings.ts'
import { until } from '../until.ts'

/** The record of the supervisor of a stack, if that very process runs. */
export const liveSupervisor = (layout: Layout): PartRecord | undefined => {
  const record = readRecord(layout.recordOf('supervisor'))
  return record?.identity && isAlive(record.identity) ? record : undefined
}

/** Starts the supervisor as a process of its own, which outlives us and the terminal. Forgets the records of its forerunner. */
export const startSupervisor = async (
  layout: Layout,
  config: LocalConfig,
  settings: Settings,
  parts: readonly PartName[],
): Promise<void> => {
  // it must be light, because it stays: bundled, it needs no compiler in its memory
  await bundlePrograms(['supervisor'], { root: config.root, dist: layout.dist })
  for (const name of ['supervisor', ...parts] as const) removeRecord(layout.recordOf(name))
  const logFile = layout.logOf('supervisor')
  mkdirSync(dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'w', 0o600)
  const flags = [
    `--root=${config.root}`,
    ...parts.map((part) => `--part=${part}`),
    ...backendNames.map((name) => `--backend=${name}`),
    `--state-dir=${layout.stateDir}`,
    `--port-base=${settings.portBase}`,
    `--time-scale=${settings.timeScale}`,
  ]
  const child = spawn(config.node, [bundleOf(layout.dist, 'supervisor'), ...flags], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: config.root,
    env: { ...config.supervisorEnv, ...marksOf(layout.stateDir, 'supervisor') },
  })
  child.unref()
  closeSync(log)
}

/** Waits until a part is ready (or done). Throws a `PartError` if the supervisor has given up, or is gone. */
export const partReady = async (
  layout: Layout,
  part: PartName,
  startedAt: number,
  signal: AbortSignal,
): Promise<void> => {
  await until(
    async () => {
      const state = readRecord(layout.recordOf(part))?.state
      if (state === 'ready' || state === 'done') return true
      await throwIfSupervisorFailed(layout, startedAt)
      return false
    },
    { what: `${part} to be ready`, deadlineMs: 120_000, signal, cure: `Read its log: ${layout.logOf(part)}` },
  )
}

const throwIfSupervisorFailed = async (layout: Layout, startedAt: number): Promise<void> => {
  const record = readRecord(layout.recordOf('supervisor'))
  if (record?.failure) throw new PartError(record.failure.message, record.failure.cure)
  const hadTime = performance.now() - startedAt > 10_000
  if (record ? liveSupervisor(layout) : !hadTime) return
  throw new PartError(
    `The supervisor ended without a word of why. The end of its log:\n${await logTail(layout.logOf('supervisor'))}`,
    'Run make up again',
  )
}
