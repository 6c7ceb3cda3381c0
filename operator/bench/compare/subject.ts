import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { isReady } from '@taskplatform/bootstrap/local/process/probe'
import { until } from '@taskplatform/bootstrap/local/until'
import type { Program } from './programs.ts'
import { restartDelayMs } from './restart-delay.ts'

/** A program that runs, and is started again when it ends, as a kubelet would. */
export type Subject = Readonly<{
  program: Program
  pid(): number
  /** How often it ended by itself. */
  exits(): number
  /** Ends it for good, and gives its exit code (`undefined`: by a signal). SIGTERM unless told otherwise. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<number | undefined>
  /** Milliseconds from its start until it was ready. */
  readyAfterMs: number
}>

export type SubjectOptions = Readonly<{
  kubeconfigPath: string
  httpPort: number
  namespace?: string | undefined
  elect?: boolean | undefined
  logFile: string
  env: Readonly<Record<string, string>>
  signal: AbortSignal
}>

/** Starts a program and waits until it says that it is ready: by `/readyz`, or by printing so. */
export const startSubject = async (program: Program, options: SubjectOptions): Promise<Subject> => {
  const state = { exits: 0, stopping: false, hasSpoken: false }
  const started = performance.now()
  let child = run(program, options, state)
  const watching = (async () => {
    for (;;) {
      const began = performance.now()
      await ended(child)
      if (state.stopping) return
      state.exits += 1
      await wait(restartDelayMs(state.exits, performance.now() - began), () => state.stopping)
      if (state.stopping) return
      child = run(program, options, state)
    }
  })()
  await until(() => isUp(program, options, state), {
    what: `${program.name} to be ready`,
    deadlineMs: 60_000,
    intervalMs: 10,
    signal: options.signal,
  })
  return {
    program,
    readyAfterMs: performance.now() - started,
    pid: () => child.pid ?? 0,
    exits: () => state.exits,
    stop: async (signal = 'SIGTERM') => {
      state.stopping = true
      child.kill(signal)
      await watching
      return child.exitCode ?? undefined
    },
  }
}

type State = { exits: number; stopping: boolean; hasSpoken: boolean }

const run = (program: Program, options: SubjectOptions, state: State) => {
  const { kubeconfigPath, httpPort, namespace, elect, logFile, env } = options
  const serving = program.serves ? [`--http-address=127.0.0.1:${httpPort}`] : []
  const electing = program.elects && elect ? ['--leader-elect', '--leader-election-namespace=bench-system'] : []
  const placed = namespace === undefined ? [] : [`--namespace=${namespace}`]
  const child = spawn(program.command, [...program.args, ...serving, ...electing, ...placed], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, NODE_ENV: 'production', KUBECONFIG: kubeconfigPath },
  })
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 })
  child.stderr.pipe(log, { end: false })
  child.stdout.pipe(log, { end: false })
  child.stdout.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('ready')) state.hasSpoken = true
  })
  return child
}

const isUp = (program: Program, { httpPort }: SubjectOptions, { hasSpoken }: State): Promise<boolean> | boolean =>
  program.serves ? isReady({ url: `http://127.0.0.1:${httpPort}/readyz` }) : hasSpoken

const ended = async (child: ReturnType<typeof run>): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

const wait = (ms: number, isOver: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const until = performance.now() + ms
    const timer = setInterval(() => {
      if (!isOver() && performance.now() < until) return
      clearInterval(timer)
      resolve()
    }, 50)
  })
