import type { TaskPlatformStatus } from '@taskplatform/crds/taskplatform'
import type { Budget } from '../workload-cluster.ts'

/** What `status.upgrades` tells of one part. */
export type Upgrade = NonNullable<TaskPlatformStatus['upgrades']>[number]

/** What may be known beyond the management cluster, and often is not. */
export type WorkloadFacts = Readonly<{
  /** PodDisruptionBudgets of the EKS cluster; undefined while it cannot be seen. */
  budgets: readonly Budget[] | undefined
  /** Free addresses in the scarcest subnet of the cluster; undefined unless somebody asked AWS. */
  freeAddresses: number | undefined
}>

/** All that an upgrade is decided from, besides the platform and its composites. */
export type UpgradeFacts = Readonly<{
  now: Date
  /** What the status told before: only what stands there may begin. */
  before: readonly Upgrade[]
  workload: WorkloadFacts
}>

/** Why a step may not begin. `lookAgainAt`: nothing wakes us when that changes. */
export type Closed = Readonly<{ state: 'Waiting' | 'Held'; message: string; notBefore?: Date; lookAgainAt?: Date }>

/** Something that has to be in order before a step begins; undefined when it is. */
export type Gate = () => Closed | undefined

/** One step on the way, and what its layer is asked for from its beginning on. `Due`: it has not begun. */
export type Stage<Asked> = Readonly<{
  name: string
  from: string
  to: string
  state: 'Due' | 'Running' | 'Done'
  begin: Asked
  gates: readonly Gate[]
  /** What to do when AWS refuses it. */
  advice: string
}>

/** Whether a step was told, and what of it. */
export const toldStep = (before: readonly Upgrade[], part: Upgrade['part'], { name, from, to }: Step) =>
  before
    .find((one) => one.part === part)
    ?.steps.find((step) => step.name === name && step.from === from && step.to === to)

type Step = Readonly<{ name: string; from: string; to: string }>
