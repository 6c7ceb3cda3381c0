import type { DeletionPlan } from '@taskplatform/crds/deletion-plan'
import type { DataPolicy } from '@taskplatform/crds/layers/common'
import { type Composite, placeOf } from '../composite.ts'
import type { Layer } from '../layers.ts'
import type { Observed } from '../observed.ts'
import type { Held } from '../workload-cluster.ts'
import type { Blocker } from './blockers.ts'
import { keptVolumes, mayHold } from './drain.ts'
import { expectedMinutesOf } from './duration.ts'
import { type Kept, keptOf } from './kept.ts'
import { removalOrder } from './order.ts'

/** What a plan is made from. */
export type PlanFacts = Readonly<{
  layers: readonly Layer[]
  observed: Observed
  dataPolicy: DataPolicy | undefined
  blockers: readonly Blocker[]
  requestedAt: string | undefined
  /** Name of the ConfigMap that the names of what is retained are written to. */
  namesIn: string
}>

/** What deleting the platform does, as far as can be known. */
export function deletionPlanOf(facts: PlanFacts): DeletionPlan {
  const { layers, observed, dataPolicy, blockers, requestedAt } = facts
  const standing = removalOrder(layers, observed)
  const kept = standing.map((one) => keptOrUnknown(one, observed, dataPolicy))
  const inAws = kept.flatMap((one) => one.kept).concat(volumesOf(observed, dataPolicy))
  return {
    ...(requestedAt === undefined ? {} : { requestedAt }),
    objects: standing.flatMap((one) => objectsOf(one, observed)).slice(0, mostObjects),
    blockers: blockers.slice(0, mostBlockers),
    unchecked: uncheckedOf(observed, dataPolicy, kept).slice(0, mostUnchecked),
    kept: [...inAws, ...namesOf(facts, inAws)].slice(0, mostKept),
    expectedMinutes: expectedMinutesOf(layers, observed, mayHold(observed)),
  }
}

/** The plan with what the EKS cluster holds at the moment, as far as it can be seen. */
export function withWorkload(plan: DeletionPlan, { workload }: Observed): DeletionPlan {
  if (!workload?.held) return plan
  const rest = plan.objects.filter(({ cluster }) => cluster !== 'Workload')
  return { ...plan, objects: [...workload.held.map(heldObject), ...rest].slice(0, mostObjects) }
}

/** Limit of the schema. */
export const mostObjects = 500
const mostBlockers = 50
const mostUnchecked = 20
const mostKept = 200

type Standing = Readonly<{ layer: Layer; composite: Composite }>
type Planned = DeletionPlan['objects'][number]

const objectsOf = ({ layer, composite }: Standing, { holds }: Observed): Planned[] => {
  const at = { layer: layer.name, cluster: 'Management', namespace: composite.metadata.namespace ?? '' } as const
  return [
    { ...at, kind: composite.kind, name: composite.metadata.name },
    ...(holds?.get(layer.name) ?? []).map(({ kind, name, id }) => ({ ...at, kind, name, ...(id ? { id } : {}) })),
  ]
}

const heldObject = (held: Held): Planned => {
  const { kind, name } = held
  const id = 'address' in held ? held.address : 'volumeId' in held ? held.volumeId : held.instanceId
  const namespace = 'namespace' in held ? { namespace: held.namespace } : {}
  return { layer: 'Workload', cluster: 'Workload', kind, name, ...namespace, ...(id ? { id } : {}) }
}

type KeptOrUnknown = Readonly<{ kept: readonly Kept[]; unknown?: string }>

// a composite that cannot be composed must not keep its platform from going
const keptOrUnknown = (
  { layer, composite }: Standing,
  { holds }: Observed,
  dataPolicy: DataPolicy | undefined,
): KeptOrUnknown => {
  try {
    return { kept: keptOf(layer, composite, holds?.get(layer.name) ?? [], dataPolicy) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { kept: [], unknown: `what ${placeOf(composite)} keeps: ${why.slice(0, 500)}` }
  }
}

/** Where the names are found by which a new platform adopts what is retained. */
const namesOf = ({ dataPolicy, namesIn, observed }: PlanFacts, kept: readonly Kept[]): Kept[] => {
  if (dataPolicy !== 'Retain' || kept.length === 0) return []
  const [composite] = observed.composites.values()
  const where = `management cluster, namespace ${composite?.metadata.namespace ?? ''}`
  return [
    {
      kind: 'ConfigMap',
      name: namesIn,
      where,
      why: 'it has the names in AWS by which a new platform adopts what stays',
    },
  ]
}

const volumesOf = ({ composites, workload }: Observed, dataPolicy: DataPolicy | undefined): Kept[] =>
  keptVolumes(workload?.held ?? [], dataPolicy).map(({ name, volumeId, reclaim }) => ({
    kind: 'PersistentVolume',
    name,
    where: `${String(composites.get('Cluster')?.spec?.['region'] ?? '')} ${volumeId}`,
    why:
      reclaim === 'Retain'
        ? 'its reclaim policy is Retain'
        : `spec.dataPolicy is ${dataPolicy ?? 'not known'}: volumes are kept, and get the reclaim policy Retain`,
  }))

function uncheckedOf(
  observed: Observed,
  dataPolicy: DataPolicy | undefined,
  kept: readonly KeptOrUnknown[],
): readonly string[] {
  const { composites, workload } = observed
  const snapshots = kept.flatMap((one) => one.kept).filter(({ kind }) => kind.startsWith('snapshot of '))
  return [
    ...kept.flatMap(({ unknown }) => unknown ?? []),
    ...(mayHold(observed) && !workload?.held
      ? [`what the EKS cluster holds in AWS: ${workload?.reach.message || 'it has not answered yet'}`]
      : []),
    ...(composites.has('Registry') && dataPolicy === 'Snapshot'
      ? [
          'whether a repository holds images: ECR refuses to delete it then, so repositories go first and nothing else is lost',
        ]
      : []),
    ...snapshots.map(({ name }) => `whether a snapshot named ${name} exists already: AWS refuses to take it then`),
    ...(composites.has('Network')
      ? ['what others have put into the VPC: AWS refuses to delete subnets, security groups and the VPC then']
      : []),
  ]
}
