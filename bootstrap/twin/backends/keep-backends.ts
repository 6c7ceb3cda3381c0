import type { Clock } from '@taskplatform/operator/ports/clock'
import type { Log } from '@taskplatform/operator/ports/log'
import type { Account } from '../service/account.ts'
import { resourceKey } from '../service/aws-resource.ts'
import { type Aim, aimsOf, nextChange } from './aims.ts'
import type { Backend } from './backend.ts'
import type { Backings } from './backings.ts'

/** Keeps what really runs in line with what the account holds. */
export interface BackendKeeper {
  /** Takes over what an earlier twin left, and looks for the first time. */
  begin(): Promise<void>
  /** Ends all processes, all at once; their data stays. */
  end(): Promise<void>
}

export type KeeperOptions = Readonly<{
  backends: readonly Backend[]
  account: Pick<Account, 'list' | 'world' | 'onEntry'>
  backings: Backings
  clock: Clock
  log: Log
}>

/** Looks after each entry of the journal, and when something that takes time is done. Does nothing until `begin`. */
export const createBackendKeeper = (options: KeeperOptions): BackendKeeper => {
  const { account, backends, clock } = options
  const kept = new Map<string, Kept>()
  const stopping = new AbortController()
  let cancelTimer = () => {}
  const look = () => {
    if (stopping.signal.aborted) return
    const resources = account.list()
    const worlds = [...new Set(resources.map(({ region }) => region))].map(account.world)
    const known = new Map([...kept].map(([key, { backend }]) => [key, backend]))
    for (const aim of aimsOf(backends, worlds, known, new Set(resources.map(resourceKey)))) pursue(aim)
    cancelTimer()
    const at = nextChange(resources, clock.now())
    if (at !== undefined) cancelTimer = clock.setTimeout(look, Math.min(at - clock.now(), longestTimerMs))
  }
  const pursue = (aim: Aim) => {
    const one = kept.get(aim.key) ?? { backend: aim.backend, reached: '', failures: 0 }
    kept.set(aim.key, one)
    const isNew = one.aim === undefined || textOf(one.aim) !== textOf(aim)
    one.aim = aim
    if (isNew) one.interrupt?.abort(new Error('Something else is wanted by now'))
    one.working ??= work(one, kept, options, stopping.signal).finally(() => {
      delete one.working
    })
  }
  return {
    begin: async () => {
      for (const backend of backends)
        for (const key of await backend.found()) kept.set(key, { backend, reached: '', failures: 0 })
      account.onEntry(look)
      look()
    },
    end: async () => {
      stopping.abort(new Error('The process is stopping'))
      cancelTimer()
      await Promise.all([...kept].map(([key, one]) => finish(key, one)))
    },
  }
}

/** Node.js fires longer timers at once. */
const longestTimerMs = 2 ** 31 - 1

type Kept = {
  backend: Backend
  /** What is aimed at, and the text of the aim that was last reached. */
  aim?: Aim
  reached: string
  failures: number
  working?: Promise<void>
  interrupt?: AbortController
}

const textOf = ({ to, key, spec }: Aim): string => JSON.stringify([to, key, spec])

/** Works on one thing until its newest aim is reached: one call at a time. */
const work = async (
  one: Kept,
  kept: Map<string, Kept>,
  { backings, clock, log }: KeeperOptions,
  stopping: AbortSignal,
): Promise<void> => {
  while (one.aim && !stopping.aborted && one.reached !== textOf(one.aim)) {
    const { aim } = one
    const interrupt = new AbortController()
    one.interrupt = interrupt
    try {
      await carryOut(aim, backings, AbortSignal.any([interrupt.signal, stopping]))
      one.reached = textOf(aim)
      one.failures = 0
      log.info({ key: aim.key }, words[aim.to])
      if (aim.to === 'remove') kept.delete(aim.key)
    } catch (err) {
      if (stopping.aborted || interrupt.signal.aborted) continue
      one.failures += 1
      log.warn({ key: aim.key, err }, 'cannot bring the backend to what is wanted, trying again')
      await pause(
        clock,
        Math.min(1000 * 2 ** (one.failures - 1), 30_000),
        AbortSignal.any([interrupt.signal, stopping]),
      )
    }
  }
}

const words = { run: 'backend runs', stop: 'backend stopped', remove: 'backend removed' } as const

const carryOut = async (aim: Aim, backings: Backings, signal: AbortSignal): Promise<void> => {
  if (aim.to === 'run') return backings.set(aim.key, await aim.backend.start({ key: aim.key, spec: aim.spec }, signal))
  backings.set(aim.key, undefined)
  await aim.backend[aim.to](aim.key)
}

const pause = (clock: Clock, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.setTimeout(resolve, ms)
    const wake = () => {
      cancel()
      resolve()
    }
    signal.addEventListener('abort', wake, { once: true })
  })

const finish = async (key: string, { backend, working }: Kept): Promise<void> => {
  await working
  await backend.stop(key)
}
