import { kubernetesVersions } from '@taskplatform/crds/spec/cluster'
import { type Composite, stateOf } from '../composite.ts'
import { reportOf } from '../layer-reports.ts'
import type { Observed } from '../observed.ts'
import type { LivePlatform } from '../platform.ts'
import { type Advanced, advance, troubleOf } from './advance.ts'
import { addressesAreFree, layerIsWell, podsMayMove, unknownFacts, withinWindow } from './gates.ts'
import { highest, lowest, minorOf, nextMinor } from './minor.ts'
import { type Gate, type Stage, toldStep, type UpgradeFacts } from './upgrade.ts'

/** What PlatformCluster is asked for: the version of the control plane, and how far nodes and add-ons may follow. */
export type AskedOfCluster = Readonly<{ version: string; holdNodesAt?: string; holdAddonsAt?: string }>

/**
 * The next step of Kubernetes: hops of one minor version, in each the control plane before the nodes before the add-ons.
 * Undefined when the cluster is where it should be; `asked` then is what a cluster asks for that stands still.
 */
export function upgradeCluster(platform: LivePlatform, observed: Observed, facts: UpgradeFacts): Guidance {
  const composite = observed.composites.get('Cluster')
  const wanted = platform.spec.cluster.version
  if (!composite?.spec || composite.metadata.deletionTimestamp) return { asked: { version: wanted } }
  const asked = askedOf(composite, wanted)
  const state = standingOf(observed, asked)
  // a version that EKS raised by itself is where nodes and add-ons have to go, if we know it
  const to = isKnown(state.controlPlane)
    ? highest(wanted, asked.version, state.controlPlane)
    : highest(wanted, asked.version)
  const from = beginningOf(state, to, facts)
  const stages = hopsBetween(from, to).flatMap((hop) => stagesOf(hop, { platform, composite, asked, state, facts }))
  if (stages.length === 0) return { asked }
  const course = {
    part: 'Cluster',
    ...{ from, to, stages, asked },
    trouble: troubleOf(composite),
    unknown: unknownFacts(facts.workload),
  } as const
  return advance(course, facts.before, facts.now)
}

type Guidance = Advanced<AskedOfCluster> | Readonly<{ asked: AskedOfCluster; upgrade?: undefined }>

/** Versions that run, as far as the cluster has told. */
type Standing = Readonly<{ controlPlane: string; nodes: string | undefined; addons: string | undefined }>

type Hop = Readonly<{ from: string; to: string }>

type World = Readonly<{
  platform: LivePlatform
  composite: Composite
  asked: AskedOfCluster
  state: Standing
  facts: UpgradeFacts
}>

function askedOf({ spec = {} }: Composite, wanted: string): AskedOfCluster {
  const { version = wanted, holdNodesAt, holdAddonsAt } = spec as Partial<AskedOfCluster>
  return { version, ...(holdNodesAt ? { holdNodesAt } : {}), ...(holdAddonsAt ? { holdAddonsAt } : {}) }
}

function standingOf(observed: Observed, asked: AskedOfCluster): Standing {
  const { version, nodesVersion, addonsVersion } = reportOf(observed, 'Cluster')
  return { controlPlane: version ?? asked.version, nodes: nodesVersion, addons: addonsVersion }
}

/** An upgrade that has begun keeps its beginning; another begins with whatever is furthest behind. */
function beginningOf({ controlPlane, nodes, addons }: Standing, to: string, { before }: UpgradeFacts): string {
  const known = [nodes, addons].filter((version) => version !== undefined)
  const behind = lowest(controlPlane, ...known)
  const begun = before.find(({ part, state }) => part === 'Cluster' && state !== 'Done')
  return lowest(to, begun ? lowest(begun.from, behind) : behind)
}

const isKnown = (version: string): boolean => (kubernetesVersions as readonly string[]).includes(version)

function hopsBetween(from: string, to: string): readonly Hop[] {
  const hops: Hop[] = []
  for (let at = from; minorOf(at) < minorOf(to); at = nextMinor(at)) hops.push({ from: at, to: nextMinor(at) })
  return hops
}

function stagesOf(hop: Hop, world: World): readonly Stage<AskedOfCluster>[] {
  const { asked, state, composite, platform, facts } = world
  const { from, to } = hop
  const inWindow: readonly Gate[] = [withinWindow(platform.spec.maintenance.window, facts), layerIsWell(composite)]
  const mayNodes = reaches(asked.holdNodesAt ?? asked.version, to)
  const mayAddons = mayNodes && reaches(asked.holdAddonsAt ?? asked.version, to)
  const version = highest(asked.version, to)
  return [
    {
      ...{ name: 'control plane', from, to },
      state: progress(world, { name: 'control plane', ...hop }, state.controlPlane, reaches(asked.version, to)),
      begin: { version, holdNodesAt: from, holdAddonsAt: from },
      // version skew needs no gate: a hop ends before the next begins, so that nothing is more than one minor version apart
      gates: [addressesAreFree(facts.workload), ...inWindow],
      advice: 'EKS leaves the control plane as it was; put right what it names, and it is tried again',
    },
    {
      ...{ name: 'nodes', from, to },
      state: progress(world, { name: 'nodes', ...hop }, state.nodes, mayNodes),
      begin: { version, holdAddonsAt: from },
      gates: [podsMayMove(facts.workload, facts), ...inWindow],
      advice:
        'EKS keeps the old nodes until new ones are ready, and gives up when a pod may not leave: see kubectl get pdb -A in the cluster; it is tried again',
    },
    {
      ...{ name: 'add-ons', from, to },
      state: progress(world, { name: 'add-ons', ...hop }, state.addons, mayAddons),
      begin: { version },
      gates: inWindow,
      advice: 'the old add-ons go on working with this version; put right what EKS names, and it is tried again',
    },
  ]
}

/** A step is done when AWS says so and everything is well again; what was done once is not done again. */
function progress(
  { composite, facts }: World,
  step: Readonly<{ name: string; from: string; to: string }>,
  runs: string | undefined,
  hasBegun: boolean,
): Stage<AskedOfCluster>['state'] {
  if (toldStep(facts.before, 'Cluster', step)?.state === 'Done') return 'Done'
  const isThere = runs !== undefined && reaches(runs, step.to)
  if (isThere && (!hasBegun || stateOf(composite).state === 'Available')) return 'Done'
  return hasBegun ? 'Running' : 'Due'
}

const reaches = (version: string, to: string): boolean => minorOf(version) >= minorOf(to)
