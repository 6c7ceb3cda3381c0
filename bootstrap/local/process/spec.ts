/** How to run one part: what to start, how to tell that it is ready, and how long it may take to end. */
export type ProcessSpec = Readonly<{
  command: string
  args: readonly string[]
  env?: Readonly<Record<string, string>>
  probe: Probe
  /** How long it may take from its start until it is ready. */
  readyMs: number
  /** How long it may take to end after SIGTERM before it is killed. */
  graceMs: number
}>

/** Ready when this answers 200, or says so. The paths are PEM files. */
export type Probe =
  | Readonly<{ url: string; tls?: Readonly<{ ca: string; cert?: string; key?: string }> }>
  | (() => Promise<boolean>)
