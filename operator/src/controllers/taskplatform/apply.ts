import { type Drift, driftOfComposite } from '../../core/drift.ts'
import { exportName, retainedName, retainedOf } from '../../core/external-names.ts'
import type { PlanOutcome } from '../../core/outcome.ts'
import type { Plan, Step } from '../../core/plan.ts'
import type { StoredPlatform } from '../../core/platform.ts'
import type { Composites } from '../../ports/composites.ts'
import type { ExternalNames } from '../../ports/external-names.ts'
import type { Platforms } from '../../ports/platforms.ts'
import type { WorkloadClusters } from '../../ports/workload-clusters.ts'

/** The ports that a plan is carried out through. */
export type ApplyPorts = Readonly<{
  platforms: Platforms
  composites: Composites
  workload: Pick<WorkloadClusters, 'letGo'>
  names: Pick<ExternalNames, 'add' | 'remove'>
}>

/**
 * Carries out a plan, step by step. The only writer of objects.
 * A failure ends it and is part of the outcome, so that the status still tells what happened.
 */
export async function applyPlan(
  ports: ApplyPorts,
  stored: StoredPlatform,
  plan: Plan,
  signal: AbortSignal,
): Promise<PlanOutcome> {
  const done: Step[] = []
  const drift: Drift[] = []
  for (const step of plan) {
    try {
      drift.push(...(await applyStep(ports, stored, step, signal)))
    } catch (error) {
      return { done, drift, failed: { step, error: error instanceof Error ? error : new Error(String(error)) } }
    }
    if (step.do !== 'wait') done.push(step)
  }
  return { done, drift }
}

/** Carries out one step; gives what somebody else had changed in what it applied. */
async function applyStep(
  ports: ApplyPorts,
  stored: StoredPlatform,
  step: Step,
  signal: AbortSignal,
): Promise<readonly Drift[]> {
  switch (step.do) {
    case 'apply': {
      const before = await ports.composites.apply(step.layer, step.composite, signal)
      return driftOfComposite(step.layer.name, step.composite, before)
    }
    case 'claim':
      await ports.platforms.claim(stored, signal)
      return []
    case 'remove':
      await keepNames(ports, stored, step, signal)
      await ports.composites.remove(step.layer, step.composite, signal)
      return []
    case 'letGo':
      await ports.workload.letGo(nameOf(stored), step.releases, signal)
      return []
    case 'release':
      await ports.names.remove(nameOf(stored).namespace, exportName(stored.metadata.name), signal)
      await ports.platforms.release(stored, signal)
      return []
    case 'wait':
      return []
  }
}

// before the composite goes: nobody could tell afterwards where the data is
async function keepNames(
  { names }: ApplyPorts,
  stored: StoredPlatform,
  { layer, composite }: Extract<Step, { do: 'remove' }>,
  signal: AbortSignal,
): Promise<void> {
  const retained = retainedOf(stored, layer.name, composite)
  if (retained) await names.add(nameOf(stored).namespace, retainedName(stored), retained, signal)
}

const nameOf = ({ metadata: { namespace = '', name } }: StoredPlatform) => ({ namespace, name })
