import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { until } from '../until.ts'
import { identityOf, isAlive, type ProcessIdentity } from './identity.ts'

/**
 * Runs `work` while nobody else on this machine works under the same lock file; a lock whose holder has died is taken over.
 * Guards a build into the cache, and the stack of a checkout while `make up` works on it.
 */
export const withLock = async <T>(
  path: string,
  work: () => Promise<T>,
  { onWait, signal }: Readonly<{ onWait: (holder: number) => void; signal: AbortSignal }>,
): Promise<T> => {
  await until(async () => (await take(path)) || (await wait(path, onWait)), {
    what: `another process that holds ${path}`,
    cure: 'If no other make runs, remove that file',
    deadlineMs: 60 * 60 * 1000,
    intervalMs: 500,
    signal,
  })
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

// linked in place with its content: a lock that is there always says whose it is
const take = async (path: string): Promise<boolean> => {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, JSON.stringify(identityOf(process.pid)))
  try {
    await link(draft, path)
    return true
  } catch {
    return false
  } finally {
    await rm(draft, { force: true })
  }
}

const wait = async (path: string, onWait: (holder: number) => void): Promise<false> => {
  const holder = await holderOf(path)
  if (!holder || !isAlive(holder)) await discard(path)
  else onWait(holder.pid)
  return false
}

// Moved aside before it is judged again: between two looks another waiter may have taken over, and that lock goes back.
const discard = async (path: string): Promise<void> => {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch {
    return
  }
  const holder = await holderOf(aside)
  if (holder && isAlive(holder)) await link(aside, path).catch(() => {})
  await rm(aside, { force: true })
}

const holderOf = async (path: string): Promise<ProcessIdentity | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessIdentity
  } catch {
    return undefined
  }
}
