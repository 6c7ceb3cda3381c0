import { KubeconfigError } from '../errors.ts'
import type { KubeClient } from '../kube/client.ts'
import { parseKubeconfig } from '../kube/kubeconfig.ts'
import type { Clock } from '../ports/clock.ts'
import { delay } from '../ports/delay.ts'
import type { Log } from '../ports/log.ts'
import type { Reach } from '../reach.ts'
import { bearerEnd } from './bearer-end.ts'
import { type Health, healthAfter, unseen } from './health.ts'
import { type Look, lookFrom } from './look.ts'

/** Keeps in touch with one cluster. Credentials are in memory only. */
export interface Accessor {
  /** The verdict of the moment; sends nothing. */
  reach(): Reach
  /** The client, while the cluster is `Reachable`. */
  client(): KubeClient | undefined
  /** A call has failed: looks at once whether that was the way to the cluster. */
  doubt(): void
  /** Looks every ten seconds until the signal is aborted; then closes the connection. Nothing that happens ends it. */
  run(signal: AbortSignal): Promise<void>
}

/** What an accessor is made of. */
export type AccessorOptions = Readonly<{
  /** Text of the kubeconfig as it is now; `undefined` if there is none. */
  read(signal: AbortSignal): Promise<string | undefined>
  /** Connects without sending anything; throws a `KubeconfigError` if that cannot be. */
  connect(kubeconfig: string): RemoteConnection
  /** A path that only who has rights may get. */
  rightsPath: string
  clock: Clock
  random: () => number
  log: Log
  /** Called whenever the verdict has changed. */
  changed(): void
}>

/** A client with connections of its own. */
export type RemoteConnection = Readonly<{ client: KubeClient; host: string; close(): Promise<void> }>

/** An accessor that does nothing until it is run. */
export const createAccessor = (options: AccessorOptions): Accessor => {
  const { clock, changed, log } = options
  let health: Health = unseen(clock.now())
  let doubted = false
  let hurry = () => {}
  const epochs = createEpochs(options)
  const take = (look: Look, renewed: boolean) => {
    const before = health.reach
    health = healthAfter(health, look, { now: clock.now(), renewed })
    if (health.reach === before) return
    log.info({ state: health.reach.state, why: health.reach.message }, 'reach of the cluster changed')
    changed()
  }
  return {
    reach: () => health.reach,
    client: () => (health.reach.state === 'Reachable' ? epochs.current()?.client : undefined),
    doubt: () => {
      doubted = true
      hurry()
    },
    run: async (signal) => {
      try {
        for (;;) {
          const thorough = doubted || health.reach.state !== 'Reachable'
          doubted = false
          const { look, renewed } = await lookOnce(epochs, { ...options, thorough, signal })
          signal.throwIfAborted()
          take(look, renewed)
          const pause = pauseFor(options, signal)
          hurry = pause.hurry
          if (doubted) hurry()
          await pause.over
        }
      } catch (error) {
        if (!signal.aborted) throw error
      } finally {
        await epochs.close()
      }
    },
  }
}

const probeEveryMs = 10_000
const probeDeadlineMs = 5_000
/** So long before its end a token is looked for anew: a minute or two after it should have been renewed. */
const renewBeforeEndMs = 120_000
/** How often a kubeconfig that should be another by now, or that says no end, is read again. */
const readEveryMs = 60_000
/** How often one is looked for while there is none. */
const retryMs = 30_000
/** A caller that doubts again and again does not make us probe faster than this. */
const hurryAtMostEveryMs = 1_000

type Looking = AccessorOptions & Readonly<{ thorough: boolean; signal: AbortSignal }>

/** One look: credentials where they are due, then a probe; after a refusal with new credentials, if there are any, once more. */
const lookOnce = async (epochs: Epochs, looking: Looking): Promise<{ look: Look; renewed: boolean }> => {
  let renewed = false
  try {
    if (epochs.isDue()) renewed = await epochs.renew(looking.signal)
  } catch (error) {
    // what we hold may still do
    if (!epochs.current()) return { look: readingFailed(error), renewed }
  }
  const look = await probe(epochs, looking)
  if (look.kind !== 'refused') return { look, renewed }
  const again = await epochs.renew(looking.signal).catch(() => false)
  return again ? { look: await probe(epochs, { ...looking, thorough: true }), renewed: true } : { look, renewed }
}

const readingFailed = (error: unknown): Look =>
  error instanceof KubeconfigError
    ? { kind: 'failed', cause: 'KubeconfigInvalid', message: error.message }
    : { kind: 'unknown', message: `the kubeconfig cannot be read: ${error instanceof Error ? error.message : error}` }

const probe = async (epochs: Epochs, { rightsPath, thorough, signal }: Looking): Promise<Look> => {
  const connection = epochs.current()
  if (!connection)
    return { kind: 'failed', cause: 'KubeconfigInvalid', message: 'the Secret with the kubeconfig is missing' }
  const options = { signal, timeoutMs: probeDeadlineMs }
  try {
    await connection.client.raw('GET', '/readyz', options)
    if (thorough) await connection.client.raw('GET', rightsPath, options)
    return { kind: 'answered' }
  } catch (error) {
    return lookFrom(error, connection.host)
  }
}

type Epochs = Readonly<{
  current(): RemoteConnection | undefined
  /** Whether the kubeconfig should be read again. */
  isDue(): boolean
  /** Reads the kubeconfig, and connects anew if it is another. Gives whether it was. */
  renew(signal: AbortSignal): Promise<boolean>
  close(): Promise<void>
}>

/** One connection after another, each with the credentials of its time. */
const createEpochs = ({ read, connect, clock }: AccessorOptions): Epochs => {
  let current: (RemoteConnection & { kubeconfig: string }) | undefined
  let dueAt = Number.NEGATIVE_INFINITY
  return {
    current: () => current,
    isDue: () => clock.now() >= dueAt,
    renew: async (signal) => {
      const kubeconfig = await read(signal)
      const again = clock.now() + (kubeconfig === undefined && !current ? retryMs : readEveryMs)
      dueAt = Math.max(again, (tokenEnd(kubeconfig) ?? 0) - renewBeforeEndMs)
      // a Secret that went away takes back nothing: the API server says when a token has ended
      if (kubeconfig === undefined || kubeconfig === current?.kubeconfig) return false
      const old = current
      current = { ...connect(kubeconfig), kubeconfig }
      // its calls may end, its streams are cut
      await old?.close()
      return true
    },
    close: async () => {
      const last = current
      current = undefined
      await last?.close()
    },
  }
}

const tokenEnd = (kubeconfig: string | undefined): number | undefined => {
  if (kubeconfig === undefined) return undefined
  const { authorization } = parseKubeconfig(kubeconfig, '.')
  return authorization.kind === 'token' ? bearerEnd(authorization.token) : undefined
}

/** The pause before the next look, and the way to cut it short. */
const pauseFor = (
  { clock, random }: AccessorOptions,
  signal: AbortSignal,
): Readonly<{ over: Promise<void>; hurry: () => void }> => {
  let end = () => {}
  const hurried = new Promise<void>((resolve) => {
    end = resolve
  })
  const stop = new AbortController()
  const onAbort = () => stop.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const whole = delay(clock, probeEveryMs * (0.9 + 0.2 * random()), stop.signal)
  whole.catch(() => {})
  return {
    over: Promise.race([whole, hurried]).finally(() => {
      signal.removeEventListener('abort', onAbort)
      stop.abort(new Error('the pause is over'))
    }),
    hurry: () => {
      clock.setTimeout(end, hurryAtMostEveryMs)
    },
  }
}
