import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { localConfig } from '@taskplatform/bootstrap/local/config'
import { type Attempt, startAttempt } from '@taskplatform/bootstrap/local/process/attempt'
import { identityOf } from '@taskplatform/bootstrap/local/process/identity'
import { marksOf } from '@taskplatform/bootstrap/local/process/marks'
import { isReady } from '@taskplatform/bootstrap/local/process/probe'
import type { Stack } from '@taskplatform/bootstrap/local/stack'
import { until } from '@taskplatform/bootstrap/local/until'
import { type FaultProxy, startFaultProxy } from './proxy/proxy.ts'

/** An operator that talks to the API server through a proxy of its own, and is started again whenever it ends. */
export type OperatorUnderTest = AsyncDisposable &
  Readonly<{
    proxy: FaultProxy
    /** How often it was started. */
    starts(): number
    /** SIGKILL; it is started again at once. */
    kill(): Promise<void>
    /** SIGSTOP and SIGCONT: it stands still and knows nothing of it. */
    freeze(): void
    thaw(): void
    ready(): Promise<void>
    /** Exit codes of lives that nobody ended: what a crash loop consists of. */
    crashes: readonly (number | undefined)[]
    metrics(): Promise<string>
    /** SIGTERM, for good. */
    end(): Promise<number | undefined>
  }>

/** How it differs from the one of the local stack. */
export type OperatorOptions = Readonly<{
  name: string
  /** Two at once need two. */
  port?: number
  /** Flags of its own, after those of the stack, without those that they replace. */
  flags?: Readonly<Record<string, string>>
  /** Flags of Node.js itself. */
  nodeFlags?: readonly string[]
}>

/** Starts one, and resolves when it is ready. Whoever makes it disposes of it. */
export async function startOperator(
  stack: Stack,
  { name, port = stack.ports.operator, flags = {}, nodeFlags = [] }: OperatorOptions,
  signal: AbortSignal,
): Promise<OperatorUnderTest> {
  const proxy = await startFaultProxy(stack.kubeconfigOf('taskplatform-operator'))
  const kubeconfig = join(stack.stateDir, 'kubeconfigs', `${name}-through-proxy`)
  await writeFile(kubeconfig, proxy.kubeconfig, { mode: 0o600 })
  const spec = stack.specOf('operator')
  const address = `127.0.0.1:${port}`
  const args = [...nodeFlags, ...withFlags(spec.args, { 'http-address': address, ...ofTests, ...flags })]
  const logFile = join(stack.stateDir, 'logs', `${name}.log`)
  const env = { ...localConfig().partEnv, ...marksOf(stack.stateDir, name, identityOf(process.pid)) }
  const start = () =>
    startAttempt({ ...spec, args, env: { ...spec.env, KUBECONFIG: kubeconfig } }, { part: name, logFile, env })
  const lives = keepAlive(start)
  const ready = () =>
    until(() => isReadyOrCrashing(lives, address), {
      what: `${name} to be ready (its log: ${logFile})`,
      deadlineMs: 120_000,
      intervalMs: 50,
      signal,
    }).then(() => undefined)
  const end = async () => {
    const code = await lives.end()
    await proxy.stop()
    return code
  }
  await ready().catch(async (error) => {
    await end()
    throw error
  })
  return {
    ...lives,
    proxy,
    ready,
    metrics: async () => (await fetch(`http://${address}/metrics`)).text(),
    end,
    [Symbol.asyncDispose]: async () => void (await end()),
  }
}

// nobody else wants to lead, unless a row says so, and the metrics are read by the rows themselves
const ofTests = { 'leader-elect': 'false', 'metrics-auth': 'false' }

// one that cannot start would be started for ever
const isReadyOrCrashing = ({ crashes }: Lives, address: string): Promise<boolean> => {
  if (crashes.length >= 3) throw new Error(`the operator ends again and again: exit codes ${crashes.join(', ')}`)
  return isReady({ url: `http://${address}/readyz` })
}

const withFlags = (args: readonly string[], flags: Readonly<Record<string, string>>): string[] => {
  const names = Object.keys(flags)
  const kept = args.filter((arg) => !names.some((name) => arg.startsWith(`--${name}=`) || arg === `--${name}`))
  return [...kept, ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`)]
}

type Lives = Omit<OperatorUnderTest, 'proxy' | 'ready' | 'metrics' | typeof Symbol.asyncDispose>

/** One life after the other, without a pause, until the end. */
function keepAlive(start: () => Attempt): Lives {
  let life = start()
  let starts = 1
  let ending = false
  const killed = new WeakSet<Attempt>()
  const crashes: (number | undefined)[] = []
  const follow = async (): Promise<void> => {
    const code = await life.ended()
    if (ending) return
    if (!killed.has(life)) crashes.push(code)
    life = start()
    starts += 1
    return follow()
  }
  const following = follow()
  const send = (name: NodeJS.Signals) => {
    if (life.identity) process.kill(life.identity.pid, name)
  }
  return {
    starts: () => starts,
    kill: async () => {
      killed.add(life)
      await life.kill()
    },
    freeze: () => send('SIGSTOP'),
    thaw: () => send('SIGCONT'),
    crashes,
    end: async () => {
      ending = true
      send('SIGCONT')
      await life.end()
      await following
      return life.ended()
    },
  }
}
