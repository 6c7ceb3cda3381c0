import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { access, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Authority } from '../../local/certificates.ts'
import type { Attributes } from '../service/aws-resource.ts'
import type { World } from '../service/world.ts'
import { ensureServerFiles, openAuthority, type ServerFiles } from './authority.ts'
import type { Backend, Running, Wanted } from './backend.ts'
import { endDaemon, isRunning } from './daemon.ts'
import type { BackendContext } from './registry.ts'

/** What a server with data depends on, besides what its engine wants to know. */
export type DataSpec = Readonly<{
  /** Name in its certificate, for people. */
  name: string
  /** Key of the snapshot that its data becomes when it is removed. */
  finalSnapshot?: string | undefined
  /** Key of the snapshot, or of the other server, whose data it begins with. */
  restoredFrom?: string | undefined
}>

/** Where one server lives. `port` stays the same through its life. */
export type Home = Readonly<{ folder: string; data: string; port: number; files: ServerFiles }>

/** An engine that keeps data: how to make it, run it and copy it. */
export type Engine<Spec extends DataSpec> = Readonly<{
  kind: string
  wanted(world: World): readonly Wanted<Spec>[]
  /** Makes an empty data folder. */
  initialise(home: Home, spec: Spec): Promise<void>
  /** Copies the data of a server that runs into the folder `to`. */
  copyLive(source: Home, to: string): Promise<void>
  /** Runs the server as wanted, or adopts it and changes what differs; resolves when it can be used. */
  run(home: Home, spec: Spec, signal: AbortSignal): Promise<Running>
}>

/**
 * A backend of servers that keep data, each in a folder of its own. Removing one with a final snapshot keeps its data folder under
 * the snapshot's key, and a server restored from that begins with a copy: the rows come back.
 */
export const createDataService = <Spec extends DataSpec>(engine: Engine<Spec>, context: BackendContext): Backend => {
  const { stateDir } = context
  let authority: Promise<Authority> | undefined
  const homeOf = async (key: string, name: string): Promise<Home> => {
    const now = new Date(context.clock.now())
    authority ??= openAuthority(stateDir, now)
    const folder = folderOf(stateDir, key)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const files = await ensureServerFiles(await authority, folder, name, now)
    return { folder, data: join(folder, 'data'), port: await portOf(folder), files }
  }
  return {
    kind: engine.kind,
    wanted: (world) => engine.wanted(world) as readonly Wanted[],
    found: () => keysIn(stateDir),
    start: async ({ key, spec }, signal) => {
      const wanted = spec as unknown as Spec
      const home = await homeOf(key, wanted.name)
      await note(home.folder, key, spec)
      if (!(await exists(home.data))) await fill(engine, home, wanted, { stateDir, homeOf })
      return engine.run(home, wanted, signal)
    },
    stop: (key) => endDaemon(folderOf(stateDir, key)),
    remove: async (key) => {
      const folder = folderOf(stateDir, key)
      await endDaemon(folder)
      const spec = await specIn(folder)
      if (spec?.finalSnapshot !== undefined) await keepAs(stateDir, spec.finalSnapshot, folder)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Made aside and moved in one step, so that data that is there is whole. */
const fill = async <Spec extends DataSpec>(
  engine: Engine<Spec>,
  home: Home,
  spec: Spec,
  { stateDir, homeOf }: Readonly<{ stateDir: string; homeOf: (key: string, name: string) => Promise<Home> }>,
): Promise<void> => {
  const draft = { ...home, data: `${home.data}.draft` }
  await rm(draft.data, { recursive: true, force: true })
  const { restoredFrom } = spec
  if (restoredFrom === undefined) await engine.initialise(draft, spec)
  else if (isRunning(folderOf(stateDir, restoredFrom)))
    await engine.copyLive(await homeOf(restoredFrom, ''), draft.data)
  else
    await cp(join(folderOf(stateDir, restoredFrom), 'data'), draft.data, { recursive: true, preserveTimestamps: true })
  await rename(draft.data, home.data)
}

const keepAs = async (stateDir: string, snapshot: string, folder: string): Promise<void> => {
  const kept = folderOf(stateDir, snapshot)
  if (!(await exists(join(folder, 'data')))) return
  await mkdir(kept, { recursive: true, mode: 0o700 })
  await note(kept, snapshot, {})
  await rename(join(folder, 'data'), join(kept, 'data'))
}

/** Short: the paths of sockets must be. */
const folderOf = (stateDir: string, key: string): string =>
  join(stateDir, createHash('sha256').update(key).digest('hex').slice(0, 16))

const note = (folder: string, key: string, spec: Attributes): Promise<void> =>
  writeFile(join(folder, 'wanted.json'), JSON.stringify({ key, spec }), { mode: 0o600 })

type Note = Readonly<{ key: string; spec: DataSpec }>

const noteIn = async (folder: string): Promise<Note | undefined> => {
  const text = await readFile(join(folder, 'wanted.json'), 'utf8').catch(() => undefined)
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as Note)
}

const specIn = async (folder: string): Promise<DataSpec | undefined> => (await noteIn(folder))?.spec

const keysIn = async (stateDir: string): Promise<string[]> => {
  const folders = await readdir(stateDir).catch(() => [])
  const notes = await Promise.all(folders.map((name) => noteIn(join(stateDir, name))))
  return notes.flatMap((found) => found?.key ?? [])
}

/** Chosen once by the system, and kept: a client that reconnects finds the server where it was. */
const portOf = async (folder: string): Promise<number> => {
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

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
