import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identityOf, isAlive, type ProcessIdentity, signalProcess } from '../../local/process/identity.ts'
import { logTail } from '../../local/process/log-tail.ts'
import { until } from '../../local/until.ts'

/** How to run a server that outlives the twin, and how to tell that it answers. */
export type DaemonSpec = Readonly<{
  command: string
  args: readonly string[]
  env: Readonly<Record<string, string>>
  answers: () => Promise<boolean>
}>

/**
 * Starts a server, or adopts the one that an earlier twin started with the same command line, as the record in `folder` tells; one
 * with another command line is ended first. Resolves when it answers. Throws with its last words if it ends before.
 */
export const ensureDaemon = async (folder: string, spec: DaemonSpec, signal: AbortSignal): Promise<void> => {
  const command = [spec.command, ...spec.args]
  const known = readRecord(folder)
  const isOurs = known && isAlive(known.identity) && JSON.stringify(known.command) === JSON.stringify(command)
  if (!isOurs) {
    await endDaemon(folder)
    start(folder, spec)
  }
  const outcome = await until(async () => (isRunning(folder) ? (await spec.answers()) && 'answers' : 'ended'), {
    what: `the server in ${folder} to answer`,
    cure: `Read ${logIn(folder)}`,
    deadlineMs: 30_000,
    signal,
  })
  if (outcome === 'ended')
    throw new Error(
      `The server in ${folder} ended before it answered. Its last words:\n${await logTail(logIn(folder), 10)}`,
    )
}

/** Whether the server of a folder runs. */
export const isRunning = (folder: string): boolean => {
  const known = readRecord(folder)
  return known !== undefined && isAlive(known.identity)
}

/** Asks the server of a folder to read its files again. */
export const reloadDaemon = (folder: string): void => {
  const known = readRecord(folder)
  if (known && isAlive(known.identity)) process.kill(known.identity.pid, 'SIGHUP')
}

/** Ends the server of a folder, if it runs: SIGTERM, then SIGKILL after 10 s. */
export const endDaemon = async (folder: string): Promise<void> => {
  const known = readRecord(folder)
  if (!known) return
  const { identity } = known
  const options = { what: `process ${identity.pid} to end`, intervalMs: 20, signal: new AbortController().signal }
  const gone = () => !isAlive(identity)
  signalProcess(identity, 'SIGTERM')
  await until(gone, { ...options, deadlineMs: 10_000 }).catch(async () => {
    signalProcess(identity, 'SIGKILL')
    await until(gone, { ...options, deadlineMs: 10_000 })
  })
  rmSync(recordIn(folder), { force: true })
}

type DaemonRecord = Readonly<{ identity: ProcessIdentity; command: readonly string[] }>

const recordIn = (folder: string): string => join(folder, 'process.json')

const logIn = (folder: string): string => join(folder, 'server.log')

const start = (folder: string, { command, args, env }: DaemonSpec): void => {
  const log = openSync(logIn(folder), 'a', 0o600)
  // a session of its own: what ends the twin's terminal must not end the databases
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', log, log], env, detached: true })
  closeSync(log)
  child.on('error', () => undefined)
  child.unref()
  const identity = child.pid === undefined ? undefined : identityOf(child.pid)
  if (!identity) throw new Error(`${command} cannot be run`)
  // at once and synchronously: a kill of the twin must not leave a server that nobody has written down
  writeFileSync(`${recordIn(folder)}.draft`, JSON.stringify({ identity, command: [command, ...args] }))
  renameSync(`${recordIn(folder)}.draft`, recordIn(folder))
}

const readRecord = (folder: string): DaemonRecord | undefined => {
  try {
    return JSON.parse(readFileSync(recordIn(folder), 'utf8')) as DaemonRecord
  } catch {
    return undefined
  }
}
