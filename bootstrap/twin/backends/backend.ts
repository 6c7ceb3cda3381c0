import type { Attributes } from '../service/aws-resource.ts'
import type { World } from '../service/world.ts'

/**
 * Brings real things up behind the resources of one kind. The account decides what should run, and its journal is the truth: a
 * backend only does, and may be asked twice for the same.
 */
export type Backend = Readonly<{
  /** Name of the kind, as the account names it. */
  kind: string
  /** What should run behind the resources of one region. Pure. */
  wanted(world: World): readonly Wanted[]
  /** Keys of what an earlier twin left, running or not, as its records tell. */
  found(): Promise<readonly string[]>
  /**
   * Brings it up as wanted, or adopts what runs already and changes what differs; resolves when it answers. Asked again whenever
   * what is wanted has changed. Rejects if it does not answer: it is asked again later.
   */
  start(wanted: Wanted, signal: AbortSignal): Promise<Running>
  /** Ends its processes; its data stays for the next start. */
  stop(key: string): Promise<void>
  /** Ends its processes and removes its data: the resource is gone. */
  remove(key: string): Promise<void>
}>

/** One thing that should run: `key` is the `resourceKey` of its resource, `spec` is all that it depends on, as plain JSON. */
export type Wanted<Spec = Attributes> = Readonly<{ key: string; spec: Spec }>

/** One thing that runs. `facts` are merged into what is observed of the resource; `secrets` only ever go into connection secrets. */
export type Running = Readonly<{ facts: Attributes; secrets?: Readonly<Record<string, string>> }>
