import { holdOf } from './compliance.ts'
import { placeOf } from './composite.ts'
import type { Statement } from './conditions.ts'
import { departureOf } from './departure.ts'
import type { Facts } from './facts.ts'
import type { Layer } from './layers.ts'
import type { Observed } from './observed.ts'
import type { PlanOutcome } from './outcome.ts'
import type { DeletingPlatform } from './platform.ts'
import { type Verdict, verdictOf } from './verdict.ts'

/** One statement per layer: `NetworkReady`, `EndpointsReady`, in the order of the layers. */
export function layerStatements(facts: Facts): readonly Statement[] {
  const { layers, platform } = facts
  switch (platform.phase) {
    case 'Live':
      // nothing is on its way and nothing waits: what holds the platform is not a layer
      if (holdOf(facts.compliance, facts.observed)) return []
      return layers.map(
        (layer) => refusedBy(facts.outcome, layer) ?? stating(layer, verdictOf(layer, platform, facts.observed)),
      )
    case 'Deleting':
      return goingLayers(facts, platform).map(
        (layer) => refusedBy(facts.outcome, layer) ?? goingAway(layer, platform, facts),
      )
    case 'Paused':
    case 'Invalid':
      return []
  }
}

/** Layers that nobody takes down yet keep what was said of them. */
function goingLayers(
  { layers, deletion, observed }: Facts,
  { deletionProtection }: DeletingPlatform,
): readonly Layer[] {
  const isGoing = ({ name }: Layer) => observed.composites.get(name)?.metadata.deletionTimestamp !== undefined
  if (deletion?.stage === 'Checking') return layers.filter((layer) => deletion.first.includes(layer) || isGoing(layer))
  if (deletion?.stage === 'Draining') return layers.filter((layer) => isGoing(layer) || isGone(layer, observed))
  return deletionProtection || deletion?.stage === 'Blocked' ? layers.filter(isGoing) : layers
}

const isGone = ({ name }: Layer, { composites }: Observed): boolean => !composites.has(name)

function refusedBy(outcome: PlanOutcome, layer: Layer): Statement | undefined {
  const { failed } = outcome
  if (!failed || !('layer' in failed.step) || failed.step.layer !== layer) return undefined
  const message = `${placeOf(failed.step.composite)} could not be ${verb[failed.step.do]}: ${failed.error.message}`
  return says(layer, 'False', 'Failed', message)
}

const verb = { apply: 'applied', remove: 'deleted' } as const

function stating(layer: Layer, verdict: Verdict): Statement {
  switch (verdict.state) {
    case 'Available':
      return says(layer, 'True', 'Available')
    case 'NotRequested':
      return says(layer, 'True', 'NotRequested', 'this platform is configured without it')
    case 'Waiting':
    case 'Creating':
    case 'Failed':
    case 'Deleting':
      return says(layer, 'False', verdict.state, verdict.message)
  }
}

function goingAway(layer: Layer, { dataPolicy }: DeletingPlatform, { layers, observed }: Facts): Statement {
  const composite = observed.composites.get(layer.name)
  if (!composite) return says(layer, 'False', 'Deleted', 'gone')
  const { state, message } = departureOf(layer, composite, { layers, observed, dataPolicy })
  return says(layer, 'False', state === 'Due' || state === 'Retiring' ? 'Retiring' : 'Deleting', message)
}

type LayerStatement = Extract<Statement, { type: `${Layer['name']}Ready` }>

// all layers share their reasons, which the compiler cannot see through a union of ten
const says = (layer: Layer, status: 'True' | 'False', reason: LayerStatement['reason'], message = ''): Statement =>
  ({ type: `${layer.name}Ready`, status, reason, message }) as LayerStatement
