import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StateError } from './errors.ts'

/** What the environment decides. The only place that reads it. */
export type LocalConfig = Readonly<{
  /** The checkout. */
  root: string
  /** Where `make up` keeps its state; ignored by git, removed by `make down`. */
  stateDir: string
  /** Where built programs are kept for all checkouts. */
  cache: string
  /** What the parts get to see of the environment. */
  partEnv: Readonly<Record<string, string>>
  /** What the supervisor gets to see: enough to find the cache. */
  supervisorEnv: Readonly<Record<string, string>>
  /** What Go gets to see of the environment. */
  goEnv: Readonly<Record<string, string | undefined>>
  node: string
  /** The port base asked for, if any. */
  portBase: number | undefined
  /** The time scale asked for, if any. */
  timeScale: number | undefined
  /** Plain lines instead of a moving display. */
  plain: boolean
}>

/** Reads the configuration of the local stack out of an environment. `root` is for programs that do not run from the checkout. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>, root = checkout): LocalConfig => ({
  root,
  stateDir: join(root, '.local'),
  cache: env['TASKPLATFORM_CACHE'] || join(userCache(env), 'taskplatform'),
  // proxies are left out on purpose: everything that the parts talk to is on this machine
  partEnv: pick(env, partVariables),
  supervisorEnv: pick(env, [...partVariables, 'XDG_CACHE_HOME', 'TASKPLATFORM_CACHE']),
  goEnv: env,
  node: process.execPath,
  portBase: portBaseOf(env['PORT_BASE']),
  timeScale: timeScaleOf(env['TIME_SCALE']),
  plain: Boolean(env['CI']) || !process.stdout.isTTY,
})

/** The configuration of this process. */
export const localConfig = (root?: string): LocalConfig => readConfig(process.env, root)

const checkout = resolve(fileURLToPath(new URL('../..', import.meta.url)))

const partVariables = ['PATH', 'HOME', 'TMPDIR', 'LANG']

// the XDG base directory specification says to ignore relative paths
const userCache = (env: Readonly<Record<string, string | undefined>>): string => {
  const xdg = env['XDG_CACHE_HOME']
  return xdg && isAbsolute(xdg) ? xdg : join(env['HOME'] || homedir(), '.cache')
}

const portBaseOf = (text: string | undefined): number | undefined => {
  const base = numberOf(text)
  if (base === undefined || Number.isInteger(base)) return base
  throw new StateError(`PORT_BASE=${text} is no port`, 'Give a whole number, for example PORT_BASE=27000')
}

const timeScaleOf = (text: string | undefined): number | undefined => {
  const scale = numberOf(text)
  if (scale === undefined || scale >= 0) return scale
  throw new StateError(`TIME_SCALE=${text} is no number from 0 on`, 'Try TIME_SCALE=1, as slow as AWS, or leave it out')
}

const numberOf = (text: string | undefined): number | undefined => (text ? Number(text) : undefined)

const pick = (env: Readonly<Record<string, string | undefined>>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))
