import { finalizer } from '@taskplatform/crds/labels'
import type { Composite } from '../../src/core/composite.ts'
import { differences } from '../../src/core/differences.ts'
import type { LayerName } from '../../src/core/layer-names.ts'
import type { Layer } from '../../src/core/layers.ts'
import type { Leaving } from '../../src/core/leaving.ts'
import type { Step } from '../../src/core/plan.ts'
import type { StoredPlatform } from '../../src/core/platform.ts'
import type { Held } from '../../src/core/workload-cluster.ts'
import { storedPlatform } from '../builders/stored-platform.ts'
import { editedSpec } from './edits.ts'
import type { Event } from './events.ts'
import { type Stage, statusOfStage } from './reporting.ts'

/** A management cluster with one TaskPlatform, and what AWS has of it. Values are replaced, never changed. */
export type World = {
  stored: StoredPlatform | undefined
  composites: Map<LayerName, Composite>
  /** What is on its way out of AWS. */
  leaving: Map<LayerName, readonly Leaving[]>
  /** The EKS cluster: whether it can be looked into, what it holds in AWS, and whether it was asked to let go. */
  workloads: Readonly<{ isSeen: boolean; held: readonly Held[]; isAsked: boolean }>
  /** How often each layer was made. */
  incarnations: Map<LayerName, number>
  nowMs: number
}

/** A platform that was written a moment ago, on a Monday. */
export const newWorld = (): World => ({
  stored: storedPlatform({
    spec: { cluster: { version: '1.34' } },
    metadata: { creationTimestamp: '2026-11-23T09:00:00Z' },
  }),
  composites: new Map(),
  leaving: new Map(),
  workloads: { isSeen: true, held: [balancer], isAsked: false },
  incarnations: new Map(),
  nowMs: Date.parse('2026-11-23T09:00:00Z'),
})

/** A load balancer that the application made for itself. */
const balancer: Held = {
  ...{ kind: 'Service', namespace: 'web', name: 'front', uid: 'uid-of-front' },
  ...{ address: 'front.elb.amazonaws.com', going: false },
}

/** What happens by itself, or by the hand of a user. */
export function happen(world: World, event: Exclude<Event, { do: 'reconcile' }>): void {
  world.nowMs += 60_000
  switch (event.do) {
    case 'compose':
      compose(world, event.layer, event.stage)
      break
    case 'collect':
      collect(world, event.layer)
      break
    case 'meddle':
      change(world, event.layer, (one) => ({
        ...one,
        metadata: { ...one.metadata, generation: (one.metadata.generation ?? 1) + 1 },
        spec: { ...one.spec, tags: { stranger: 'was here' } },
      }))
      break
    case 'tearDown':
      change(world, event.layer, (one) => told(one, world))
      break
    case 'edit':
      edit(world, (stored) => ({
        ...stored,
        metadata: { ...stored.metadata, generation: (stored.metadata.generation ?? 1) + 1 },
        spec: editedSpec(stored, event.choice),
      }))
      break
    case 'pause':
      annotate(world, { 'taskplatform.dev/paused': 'true' })
      break
    case 'resume':
      annotate(world, {})
      break
    case 'delete':
      if (world.stored && !world.stored.metadata.finalizers?.length) world.stored = undefined
      edit(world, (stored) => ({
        ...stored,
        metadata: { ...stored.metadata, deletionTimestamp: stored.metadata.deletionTimestamp ?? time(world) },
      }))
      break
    case 'unprotect':
      edit(world, (stored) => ({ ...stored, spec: { ...(stored.spec as object), deletionProtection: false } }))
      break
    case 'loseStatus':
      edit(world, ({ status: _, ...stored }) => stored)
      break
    case 'hide':
    case 'show':
      world.workloads = { ...world.workloads, isSeen: event.do === 'show' }
      break
    case 'pass':
      world.nowMs += event.hours * 3_600_000
  }
}

/** What a step of the operator does. */
export function carryOut(world: World, step: Step): void {
  switch (step.do) {
    case 'claim':
      edit(world, (stored) => ({ ...stored, metadata: { ...stored.metadata, finalizers: [finalizer] } }))
      break
    case 'release':
      if (world.stored?.metadata.deletionTimestamp) world.stored = undefined
      break
    case 'letGo':
      world.workloads = { ...world.workloads, isAsked: true }
      break
    case 'apply':
      apply(world, step.layer, step.composite)
      break
    case 'remove':
      change(world, step.layer.name, (one) =>
        one.metadata.uid === step.composite.metadata.uid ? told(one, world) : one,
      )
      break
  }
}

/** A composition does what it can: what is being deleted gets no further, and nothing that it emitted. */
export function compose(world: World, name: LayerName, stage: Stage): void {
  change(world, name, (one) =>
    one.metadata.deletionTimestamp
      ? one
      : { ...one, status: statusOfStage(name, one, stage, world.incarnations.get(name) ?? 1) },
  )
}

/** What was on its way out is gone, and with it a composite that is deleted. */
export function collect(world: World, name: LayerName): void {
  world.leaving.delete(name)
  if (name === 'Cluster' && world.workloads.isAsked) world.workloads = { ...world.workloads, held: [] }
  if (world.composites.get(name)?.metadata.deletionTimestamp) world.composites.delete(name)
}

/** Server-side apply of a whole spec: made if it is not there, and otherwise another generation if it says something new. */
function apply(world: World, layer: Layer, composite: Composite): void {
  const { name } = layer
  const existing = world.composites.get(name)
  if (existing) {
    if (differences(composite, existing).length === 0) return
    const generation = (existing.metadata.generation ?? 1) + 1
    world.composites.set(name, {
      ...existing,
      spec: composite.spec ?? {},
      metadata: { ...existing.metadata, labels: composite.metadata.labels, generation },
    })
    if (isRetired(layer, composite) && layer.retire?.leaving) world.leaving.set(name, leavingOf(layer))
    return
  }
  const incarnation = (world.incarnations.get(name) ?? 0) + 1
  world.incarnations.set(name, incarnation)
  const uid = `uid-of-${name}-${incarnation}`
  const made = { uid, generation: 1, creationTimestamp: time(world) }
  world.composites.set(name, { ...composite, metadata: { ...composite.metadata, ...made } })
}

/** Whether a spec is that of a layer which has let go. */
export const isRetired = ({ retire }: Layer, { spec = {} }: Composite): boolean =>
  Object.entries(retire?.spec ?? {}).every(
    ([field, value]) =>
      spec[field] === value || (spec['dataPolicy'] === 'Retain' && retire?.retained?.[field] === spec[field]),
  )

const leavingOf = (layer: Layer): readonly Leaving[] =>
  (layer.retire?.leaving ?? []).map(({ kind }) => ({ kind, name: `tasks-${layer.name.toLowerCase()}-${kind}` }))

const told = (one: Composite, world: World): Composite => ({
  ...one,
  metadata: { ...one.metadata, deletionTimestamp: one.metadata.deletionTimestamp ?? time(world) },
})

function change(world: World, name: LayerName, how: (one: Composite) => Composite): void {
  const one = world.composites.get(name)
  if (one) world.composites.set(name, how(one))
}

function edit(world: World, how: (stored: StoredPlatform) => StoredPlatform): void {
  if (world.stored) world.stored = how(world.stored)
}

const annotate = (world: World, annotations: Readonly<Record<string, string>>): void =>
  edit(world, (stored) => ({ ...stored, metadata: { ...stored.metadata, annotations } }))

const time = ({ nowMs }: World): string => `${new Date(nowMs).toISOString().slice(0, 19)}Z`
