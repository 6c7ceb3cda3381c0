import type { PlanOutcome } from '../../core/outcome.ts'
import type { Plan, Step } from '../../core/plan.ts'
import type { StoredPlatform } from '../../core/platform.ts'
import type { Composites } from '../../ports/composites.ts'
import type { Platforms } from '../../ports/platforms.ts'
import type { WorkloadClusters } from '../../ports/workload-clusters.ts'

/** The ports that a plan is carried out through. */
export type ApplyPorts = Readonly<{
  platforms: Platforms
  composites: Composites
  workload: Pick<WorkloadClusters, 'letGo'>
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
  for (const step of plan) {
    try {
      await applyStep(ports, stored, step, signal)
    } catch (error) {
      return { done, failed: { step, error: error instanceof Error ? error : new Error(String(error)) } }
    }
    if (step.do !== 'wait') done.push(step)
  }
  return { done }
}

function applyStep(ports: ApplyPorts, stored: StoredPlatform, step: Step, signal: AbortSignal): Promise<void> {
  switch (step.do) {
    case 'claim':
      return ports.platforms.claim(stored, signal)
    case 'apply':
      return ports.composites.apply(step.layer, step.composite, signal)
    case 'remove':
      return ports.composites.remove(step.layer, step.composite, signal)
    case 'letGo':
      return ports.workload.letGo(nameOf(stored), step.releases, signal)
    case 'release':
      return ports.platforms.release(stored, signal)
    case 'wait':
      return Promise.resolve()
  }
}

const nameOf = ({ metadata: { namespace = '', name } }: StoredPlatform) => ({ namespace, name })
