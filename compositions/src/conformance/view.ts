import { identifiersOf } from '../assumed/identifiers.ts'
import { withResolved } from '../assumed/references.ts'
import type { ManagedResources } from '../generated/kinds.ts'
import type { Graph, GraphLayer } from '../graph.ts'
import { kindOf } from '../kind-of.ts'
import type { ManagedResource } from '../managed-resource.ts'
import type { KindName } from '../observed.ts'

/** A managed resource in its place: what the rules look at. */
export type Placed<Kind extends KindName = KindName> = Readonly<{
  layer: GraphLayer
  key: string
  kind: Kind
  resource: ManagedResource
  /** What it is called in AWS, or would be. */
  id: string
  arn: string
  /** What is asked for, at any time or when it is made, references replaced by identifiers. */
  asked: Partial<ParametersOf<Kind>>
}>

type ParametersOf<Kind extends KindName> = ManagedResources[Kind]['spec']['forProvider']

/** A graph with its references followed, as rules want to see it. */
export type View = Readonly<{
  graph: Graph
  /** Whether the demands of Production hold. */
  production: boolean
  /** The day of the judgement, `2026-11-24`. */
  today: string
  all: readonly Placed[]
  of: <Kind extends KindName>(kind: Kind) => readonly Placed<Kind>[]
  /** The resource that AWS knows by this identifier or ARN. */
  find: (identifier: string | undefined) => Placed | undefined
  layer: (name: string) => GraphLayer | undefined
}>

/** Looks at a graph: places every resource and replaces references by what they stand for, also across layers. */
export const viewOf = (graph: Graph, today: string): View => {
  const all = graph.layers.flatMap((layer) => {
    const resources = Object.values(layer.composition.resources).map(({ resource }) => resource)
    return Object.entries(layer.composition.resources).map(([key, { resource }]) =>
      placed(layer, key, resource, resources),
    )
  })
  const known = new Map(all.flatMap((one) => [[one.id, one] as const, [one.arn, one] as const]))
  return {
    graph,
    production: graph.platform.profile === 'Production',
    today,
    all,
    of: <Kind extends KindName>(kind: Kind) => all.filter((one) => one.kind === kind) as unknown as Placed<Kind>[],
    find: (identifier) => (identifier ? known.get(identifier) : undefined),
    layer: (name) => graph.layers.find((layer) => layer.name === name),
  }
}

const placed = (
  layer: GraphLayer,
  key: string,
  resource: ManagedResource,
  others: readonly ManagedResource[],
): Placed => {
  const { forProvider, initProvider } = resource.spec
  const asked = withResolved({ ...initProvider, ...forProvider }, others)
  const whole = { ...resource, spec: { ...resource.spec, forProvider: asked } }
  return { layer, key, kind: kindOf(resource), resource, ...identifiersOf(whole), asked }
}
