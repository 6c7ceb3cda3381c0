import type { DeletionPlan } from '@taskplatform/crds/deletion-plan'
import type { Compliance, NotJudged } from './compliance.ts'
import type { Deletion } from './deletion/deletion.ts'
import type { Drift } from './drift.ts'
import type { Layer } from './layers.ts'
import type { Observed } from './observed.ts'
import type { PlanOutcome } from './outcome.ts'
import type { Platform, StoredPlatform } from './platform.ts'
import type { Upgrade } from './upgrade/upgrade.ts'

/** All that a report is made from: what was asked, what was seen, what was done, and when. */
export type Facts = Readonly<{
  layers: readonly Layer[]
  stored: StoredPlatform
  platform: Platform
  observed: Observed
  /** How a live platform was judged; nothing for others. */
  compliance: Compliance | NotJudged | undefined
  /** What is told of the upgrades of a live platform; nothing for others. */
  upgrades?: readonly Upgrade[] | undefined
  /** How a deletion was judged; nothing for a platform that is not being deleted. */
  deletion?: Deletion | undefined
  /** What deleting would do, if somebody asked for it. */
  askedPlan?: DeletionPlan | undefined
  outcome: PlanOutcome
  /** What else somebody changed: managed resources, and AWS. */
  drift?: readonly Drift[]
  /** ConfigMap with the names that AWS gave, once it is written. */
  exportedTo?: string | undefined
  /** ConfigMap from which the platform takes over what exists, as long as it does. */
  adopting?: string | undefined
  now: Date
}>
