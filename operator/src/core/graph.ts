import { type Settled, settle } from '@taskplatform/compositions/assumed/settle'
import type { Graph, GraphLayer } from '@taskplatform/compositions/graph'
import { TerminalError } from '../errors.ts'
import type { Composite } from './composite.ts'
import type { LayerName } from './layer-names.ts'
import type { Layer } from './layers.ts'
import type { Observed } from './observed.ts'
import type { LivePlatform } from './platform.ts'
import { wantedComposite } from './wanted-composite.ts'

/**
 * All that a platform becomes: every layer built from what the others would report, everything in AWS assumed made, until no
 * layer changes any more. Identifiers that AWS would choose are placeholders that begin with eight zeros.
 * Throws a `TerminalError` when a layer could never start, or layers never agree: faults of ours that no spec should reach.
 */
export function renderPlatform(layers: readonly Layer[], platform: LivePlatform): Graph {
  const required = layers.filter((layer) => layer.required(platform))
  let state: State = new Map()
  for (let round = 0; round < mostRounds; round++) {
    const next = roundOf(required, platform, state)
    if (isSame(state, next)) return graphOf(required, platform, next)
    state = next
  }
  throw new TerminalError(
    `${platform.name} cannot be rendered: its layers change each other for ever. Report this as a bug`,
  )
}

/** The layers that could be built so far. */
type State = ReadonlyMap<LayerName, Built>

/** `text` is the composite as JSON: what two rounds are compared by. */
type Built = Readonly<{ composite: Composite; text: string; settled: Settled }>

// the longest way is Network, Cluster, Database, Observability, Identities and back
const mostRounds = 20

/** Builds every layer once, each from what those before it report in this round and those after it in the one before. */
function roundOf(layers: readonly Layer[], platform: LivePlatform, before: State): State {
  const state = new Map(before)
  for (const layer of layers) {
    const composite = wantedComposite(layer, platform, observedIn(state))
    if ('waitingFor' in composite) continue
    state.set(layer.name, builtFrom(composite, state.get(layer.name)))
  }
  return state
}

// what has settled settles the same way again, and settling is nearly all of the work
const builtFrom = (composite: Composite, before: Built | undefined): Built => {
  const text = JSON.stringify(composite)
  return before?.text === text ? before : { composite, text, settled: settle(composite, before?.settled.observed) }
}

/** What a reconcile would observe: the composites, with the status that their compositions write. */
const observedIn = (state: State): Observed => ({
  composites: new Map([...state].map(([name, { composite, settled }]) => [name, reporting(composite, settled)])),
})

const reporting = (composite: Composite, { composition }: Settled): Composite => ({
  ...composite,
  status: composition.status as NonNullable<Composite['status']>,
})

const isSame = (before: State, after: State): boolean =>
  before.size === after.size && [...after].every(([name, { text }]) => before.get(name)?.text === text)

function graphOf(layers: readonly Layer[], platform: LivePlatform, state: State): Graph {
  const { namespace, name, spec } = platform
  return {
    platform: { namespace, name, profile: spec.profile },
    layers: layers.map((layer) => layerOf(layer, platform, state)),
  }
}

function layerOf(layer: Layer, platform: LivePlatform, state: State): GraphLayer {
  const built = state.get(layer.name)
  if (built) return { name: layer.name, composite: built.composite, composition: built.settled.composition }
  const wanted = wantedComposite(layer, platform, observedIn(state))
  const missing = 'waitingFor' in wanted ? wanted.waitingFor : 'nothing'
  throw new TerminalError(
    `${platform.name} cannot be rendered: ${layer.name} waits for ${missing}, which no layer reports. Report this as a bug`,
  )
}
