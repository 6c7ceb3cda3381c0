import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Authority } from '../../local/certificates.ts'
import type { Kept } from '../../local/process/keep-running.ts'
import type { ProcessSpec } from '../../local/process/spec.ts'
import type { World } from '../service/world.ts'
import { ensureServerFiles, openAuthority, type ServerFiles } from './authority.ts'
import type { Backend, Running, Wanted } from './backend.ts'
import { exists, folderOf, keysIn, note, portOf, specIn } from './data-home.ts'
import { endRecorded, keepProcess } from './keep-process.ts'
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

/** Starts the server, or adopts the one that runs with the same command line; another one makes room. Resolves when it is ready. */
export type KeepServer = (spec: ProcessSpec) => Promise<Kept>

/** An engine that keeps data: how to make it, run it and copy it. */
export type Engine<Spec extends DataSpec> = Readonly<{
  kind: string
  wanted(world: World): readonly Wanted<Spec>[]
  /** Makes an empty data folder. */
  initialise(home: Home, spec: Spec): Promise<void>
  /** Copies the data of a server that runs into the folder `to`. */
  copyLive(source: Home, to: string): Promise<void>
  /** Runs the server as wanted, or adopts it and changes what differs; resolves when it can be used. */
  run(home: Home, spec: Spec, keep: KeepServer): Promise<Running>
}>

/**
 * A backend of servers that keep data, each in a folder of its own. Removing one with a final snapshot keeps its data folder under
 * the snapshot's key, and a server restored from that begins with a copy: the rows come back.
 */
export const createDataService = <Spec extends DataSpec>(engine: Engine<Spec>, context: BackendContext): Backend => {
  const { stateDir, env, clock } = context
  const servers = new Map<string, Server>()
  let authority: Promise<Authority> | undefined
  const homeOf = async (key: string, name: string): Promise<Home> => {
    const now = new Date(clock.now())
    authority ??= openAuthority(stateDir, now)
    const folder = folderOf(stateDir, key)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const files = await ensureServerFiles(await authority, folder, name, now)
    return { folder, data: join(folder, 'data'), port: await portOf(folder), files }
  }
  const keeperOf =
    (key: string, { folder }: Home, signal: AbortSignal): KeepServer =>
    async (spec) => {
      const command = JSON.stringify([spec.command, spec.args])
      const running = servers.get(key)
      if (running?.command === command) return running.kept
      await running?.kept.stop()
      const kept = await keepProcess('server', spec, { folder, env }, signal)
      servers.set(key, { kept, command })
      return kept
    }
  const stop = async (key: string) => {
    const running = servers.get(key)
    servers.delete(key)
    if (running) await running.kept.stop()
    else await endRecorded(folderOf(stateDir, key))
  }
  const sourceOf = async (key: string): Promise<Source> =>
    servers.has(key) ? { live: await homeOf(key, '') } : { data: join(folderOf(stateDir, key), 'data') }
  return {
    kind: engine.kind,
    wanted: (world) => engine.wanted(world) as readonly Wanted[],
    found: () => keysIn(stateDir),
    start: async ({ key, spec }, signal) => {
      const wanted = spec as unknown as Spec
      const home = await homeOf(key, wanted.name)
      await note(home.folder, key, spec)
      const { restoredFrom } = wanted
      if (!(await exists(home.data)))
        await fill(engine, home, wanted, restoredFrom === undefined ? undefined : await sourceOf(restoredFrom))
      return engine.run(home, wanted, keeperOf(key, home, signal))
    },
    stop,
    remove: async (key) => {
      await stop(key)
      const folder = folderOf(stateDir, key)
      const snapshot = (await specIn(folder))?.['finalSnapshot']
      if (snapshot !== undefined) await keepAs(stateDir, String(snapshot), folder)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Server = Readonly<{ kept: Kept; command: string }>

/** Where restored data comes from: a server that runs, or a folder at rest. */
type Source = Readonly<{ live: Home } | { data: string }>

/** Made aside and moved in one step, so that data that is there is whole. */
const fill = async <Spec extends DataSpec>(
  engine: Engine<Spec>,
  home: Home,
  spec: Spec,
  source: Source | undefined,
): Promise<void> => {
  const draft = { ...home, data: `${home.data}.draft` }
  await rm(draft.data, { recursive: true, force: true })
  if (!source) await engine.initialise(draft, spec)
  else if ('live' in source) await engine.copyLive(source.live, draft.data)
  else await cp(source.data, draft.data, { recursive: true, preserveTimestamps: true })
  await rename(draft.data, home.data)
}

const keepAs = async (stateDir: string, snapshot: string, folder: string): Promise<void> => {
  const kept = folderOf(stateDir, snapshot)
  if (!(await exists(join(folder, 'data')))) return
  await mkdir(kept, { recursive: true, mode: 0o700 })
  await note(kept, snapshot, {})
  await rename(join(folder, 'data'), join(kept, 'data'))
}
