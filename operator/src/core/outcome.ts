import type { Step } from './plan.ts'

/** What became of a plan: the steps that were carried out, and the first that failed, with its error. */
export type PlanOutcome = Readonly<{
  done: readonly Step[]
  failed?: Readonly<{ step: Step; error: Error }>
}>
