import type { Stack } from '@taskplatform/bootstrap/local/stack'
import type { KubeClient } from '../../src/kube/client.ts'

/** One row of the matrix: what goes wrong, what has to come of it, and the run that shows whether it does. */
export type Row = Readonly<{
  /** Of the matrix; several rows may share one. */
  number: number
  name: string
  /** What is done, in a sentence. */
  done: string
  /** What has to come of it, in a sentence. */
  expectation: string
  /** Throws when something else comes of it. */
  run(world: World): Promise<Figures>
}>

/** What was counted and measured, by name: `{ kills: 61, 'made twice': 0 }`. Times carry their unit. */
export type Figures = Readonly<Record<string, number | string>>

/** A control plane with everything but an operator, and a client of the administrator's. */
export type World = Readonly<{
  stack: Stack
  client: KubeClient
  signal: AbortSignal
}>
