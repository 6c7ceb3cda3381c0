import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { identityOf } from '../../local/process/identity.ts'
import { marksOf } from '../../local/process/marks.ts'

/** A twin as a process of its own, so that it can be killed. */
export type TwinProcess = Readonly<{
  url: string
  pid: number
  /** Everything it printed. */
  output(): string
  /** As `kill -9`. */
  kill(): Promise<void>
  /** As `kill`; gives the exit code. */
  stop(): Promise<number | null>
}>

/** Starts a twin and waits until it is ready; fails after 30 s, with what it printed. */
export const startTwin = async (
  options: Readonly<{ kubeconfigPath: string; stateDir: string; timeScale: number; flags?: readonly string[] }>,
): Promise<TwinProcess> => {
  const port = await freePort()
  const args = [
    fileURLToPath(new URL('../main.ts', import.meta.url)),
    `--kubeconfig=${options.kubeconfigPath}`,
    `--state-dir=${options.stateDir}`,
    `--time-scale=${options.timeScale}`,
    `--health-address=127.0.0.1:${port}`,
    ...(options.flags ?? []),
  ]
  // marked, so that what runs behind a twin that nobody could stop any more is found by the next test
  const env = { ...process.env, ...marksOf(options.stateDir, 'twin', identityOf(process.pid)) }
  const child = spawn(process.execPath, args, { env })
  const printed: string[] = []
  child.stdout.on('data', (chunk) => printed.push(String(chunk)))
  child.stderr.on('data', (chunk) => printed.push(String(chunk)))
  const url = `http://127.0.0.1:${port}`
  await readyOrDead(child, url, printed)
  return {
    url,
    pid: child.pid ?? 0,
    output: () => printed.join(''),
    kill: async () => {
      await end(child, 'SIGKILL')
    },
    stop: () => end(child, 'SIGTERM'),
  }
}

const readyOrDead = async (child: ChildProcess, url: string, printed: readonly string[]): Promise<void> => {
  const deadline = Date.now() + 30_000
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  child.kill('SIGKILL')
  throw new Error(`The twin did not become ready:\n${printed.join('')}`)
}

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
  return child.exitCode
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  return typeof address === 'object' && address ? address.port : 0
}
