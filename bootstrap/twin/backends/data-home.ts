import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { access, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Attributes } from '../service/aws-resource.ts'

/** The folder of what runs behind the resource of that key. */
export const folderOf = (stateDir: string, key: string): string =>
  join(stateDir, createHash('sha256').update(key).digest('hex').slice(0, 16))

/** Writes down whose folder it is and what was last wanted there, for a twin that knows nothing else of it. */
export const note = async (folder: string, key: string, spec: Attributes): Promise<void> => {
  const path = join(folder, 'wanted.json')
  await writeFile(`${path}.draft`, JSON.stringify({ key, spec }), { mode: 0o600 })
  await rename(`${path}.draft`, path)
}

/** What was last wanted in a folder; `undefined` if nothing was written down. */
export const specIn = async (folder: string): Promise<Attributes | undefined> => (await noteIn(folder))?.spec

/** Whose folders there are. */
export const keysIn = async (stateDir: string): Promise<string[]> => {
  const folders = await readdir(stateDir).catch(() => [])
  const notes = await Promise.all(folders.map((name) => noteIn(join(stateDir, name))))
  return notes.flatMap((found) => found?.key ?? [])
}

/** Chosen once by the system, and kept: a client that reconnects finds the server where it was. */
export const portOf = async (folder: string): Promise<number> => {
  const path = join(folder, 'port')
  const known = await readFile(path, 'utf8').catch(() => undefined)
  if (known !== undefined) return Number(known)
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  await writeFile(path, String(port))
  return port
}

/** Whether there is something at a path. */
export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

type Note = Readonly<{ key: string; spec: Attributes }>

const noteIn = async (folder: string): Promise<Note | undefined> => {
  const text = await readFile(join(folder, 'wanted.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Note)
}
