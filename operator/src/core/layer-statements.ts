import { type Composite, placeOf } from './composite.ts'
import type { Statement } from './conditions.ts'
import type { Facts } from './facts.ts'
import { type Layer, standingOn } from './layers.ts'
import type { PlanOutcome } from './outcome.ts'
import { type Verdict, verdictOf } from './verdict.ts'

/** One statement per layer: `NetworkReady`, `EndpointsReady`, in the order of the layers. */
export function layerStatements(facts: Facts): readonly Statement[] {
  const { layers, platform } = facts
  switch (platform.phase) {
    case 'Live':
      return layers.map(
        (layer) => refusedBy(facts.outcome, layer) ?? stating(layer, verdictOf(layer, platform, facts.observed)),
      )
    case 'Deleting':
      return platform.deletionProtection
        ? []
        : layers.map((layer) => refusedBy(facts.outcome, layer) ?? goingAway(layer, facts))
    case 'Paused':
    case 'Invalid':
      return []
  }
}

function refusedBy(outcome: PlanOutcome, layer: Layer): Statement | undefined {
  const { failed } = outcome
  if (!failed || !('layer' in failed.step) || failed.step.layer !== layer) return undefined
  return {
    type: `${layer.name}Ready`,
    status: 'False',
    reason: 'Failed',
    message: `${placeOf(failed.step.composite)} could not be ${verb[failed.step.do]}: ${failed.error.message}`,
  }
}

const verb = { apply: 'applied', remove: 'deleted' } as const

function stating(layer: Layer, verdict: Verdict): Statement {
  const type = `${layer.name}Ready` as const
  switch (verdict.state) {
    case 'Available':
      return { type, status: 'True', reason: 'Available', message: '' }
    case 'NotRequested':
      return { type, status: 'True', reason: 'NotRequested', message: 'this platform is configured without it' }
    case 'Waiting':
    case 'Creating':
    case 'Failed':
    case 'Deleting':
      return { type, status: 'False', reason: verdict.state, message: verdict.message }
  }
}

function goingAway(layer: Layer, { layers, observed }: Facts): Statement {
  const type = `${layer.name}Ready` as const
  const composite = observed.composites.get(layer.name)
  if (!composite) return { type, status: 'False', reason: 'Deleted', message: 'gone' }
  return {
    type,
    status: 'False',
    reason: 'Deleting',
    message: whyItStands(composite, standingOn(layer, layers, observed)),
  }
}

function whyItStands(composite: Composite, above: readonly Layer[]): string {
  if (above.length > 0) return `${placeOf(composite)} is kept until ${above.map(({ name }) => name).join(', ')} is gone`
  return `${placeOf(composite)} still exists`
}
