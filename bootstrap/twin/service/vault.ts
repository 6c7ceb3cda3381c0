import { createHmac, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * The values of the account's secrets. The account itself, its log and all that is observed of it hold handles only: `sealed:...`
 * of what somebody put in, `derived:...` of what AWS makes up by itself.
 */
export interface Vault {
  /** Keeps a value and gives its handle: the same for the same value. Resolves when it is on the disk. */
  seal(value: string): Promise<string>
  /** The value of a handle. `undefined` for an unknown one. */
  open(handle: unknown): string | undefined
}

/** What the file holds: a key of its own, and the values by handle. */
type Contents = { key: string; values: Record<string, string> }

/**
 * The vault in the file at `path`, which nobody but its owner may read; made if it is not there. Handles do not tell their values:
 * they are made with a key that lies beside them.
 */
export const openVault = async (path: string): Promise<Vault> => {
  const contents = await readContents(path)
  let writing = Promise.resolve()
  const write = () => {
    writing = writing.then(() => writeContents(path, contents))
    return writing
  }
  await write()
  return vaultOf(contents, write)
}

/** A vault in memory, for tests. */
export const memoryVault = (key = 'test'): Vault => vaultOf({ key, values: {} }, async () => {})

const vaultOf = (contents: Contents, write: () => Promise<void>): Vault => {
  const digest = (text: string) => createHmac('sha256', contents.key).update(text).digest('base64url')
  return {
    seal: async (value) => {
      const handle = `sealed:${digest(value)}`
      if (contents.values[handle] === undefined) {
        contents.values[handle] = value
        await write()
      }
      return handle
    },
    open: (handle) => {
      const text = String(handle ?? '')
      return text.startsWith('derived:') ? digest(text).slice(0, 32) : contents.values[text]
    },
  }
}

const readContents = async (path: string): Promise<Contents> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Contents
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return { key: randomBytes(32).toString('base64url'), values: {} }
  }
}

/** Aside and then moved: a kill in between leaves the old file whole. */
const writeContents = async (path: string, contents: Contents): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(`${path}.draft`, 'w', 0o600)
  await file.writeFile(JSON.stringify(contents))
  await file.sync()
  await file.close()
  await rename(`${path}.draft`, path)
}
