import type { Drift } from './drift.ts'
import type { Step } from './plan.ts'

/** What became of a plan: the steps that were carried out, and the first that failed, with its error. */
export type PlanOutcome = Readonly<{
  done: readonly Step[]
  /** What somebody else had changed in what was applied. */
  drift?: readonly Drift[]
  failed?: Readonly<{ step: Step; error: Error }>
}>
