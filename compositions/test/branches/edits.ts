import { made } from '../../src/assumed/made.ts'
import { settle } from '../../src/assumed/settle.ts'
import { compose } from '../../src/layers.ts'
import type { ManagedResource } from '../../src/managed-resource.ts'
import type { Observed } from '../../src/observed.ts'
import type { Composite } from '../all-examples.ts'
import { withCondition } from '../observed.ts'

type Group = Readonly<{ name: string; size: Readonly<{ min: number; max: number }> }>

/** Composes what small edits ask for, in the states in which they may find the layer: what two unlike specs never show. */
export const walkEdits = (composite: Composite): void => {
  const { observed } = settle(composite)
  let interrupted: readonly Observed[] = []
  for (const edited of editsOf(composite)) {
    for (const state of interrupted) compose(edited, state)
    const composition = compose(edited, observed)
    interrupted = [
      // the edit has just begun, is done with the old still there, or finds that nobody knows how what was there stands
      ...[fresh, refused, begun].map((found) => ({
        ...only(newIn(composition.resources, observed), found),
        ...observed,
      })),
      { ...observed, ...mapped(settle(edited, observed).observed, begun) },
      { ...mapped(settle(edited, observed).observed, begun), ...observed },
      ...[fresh, refused, begun].map((found) => mapped(observed, ({ status: _, ...one }) => found(one))),
    ]
    let state = observed
    for (let round = 0; round < 6; round++) {
      const { resources } = compose(edited, state)
      const all = Object.values(resources).map(({ resource }) => resource)
      for (const found of [fresh, refused, begun])
        compose(edited, { ...only(resources, found), ...state, ...only(newIn(resources, state), found) })
      state = Object.fromEntries(
        Object.entries(resources).map(([key, { resource }]) => [key, grown(made(resource, all), state[key])]),
      )
    }
  }
}

const editsOf = (composite: Composite): readonly Composite[] => {
  const spec = (composite.spec ?? {}) as Readonly<Record<string, unknown>>
  const groups = spec['nodeGroups'] as readonly Group[] | undefined
  const edit = (change: object): Composite => ({ ...composite, spec: { ...spec, ...change } })
  const named = { ...composite, metadata: { ...composite.metadata, uid: '0b3cf1f2-4d25-4b0a-9d6b-6f1d8a1f4a11' } }
  if (composite.kind === 'PlatformObservability') {
    const classes = ['db.m6i.large', 'db.r6g.4xlarge', 'db.t3.xlarge', 'db.t3.tiny', 'db.r6g.medium', 'db.q1.large']
    return classes.map((instanceClass) =>
      edit({ database: { identifier: 'tasks', allocatedStorageGiB: 20, instanceClass } }),
    )
  }
  // taken over from AWS; and asked for a major version that is called off when the snapshot before it has been taken
  if (composite.kind === 'PlatformCache') return [named, edit({ externalNames: { 'replication-group': 'tasks' } })]
  if (composite.kind === 'PlatformDatabase') return [edit({ engineVersion: '18' }), named]
  if (!groups) return [named]
  return [
    named,
    edit({
      nodeGroups: groups.map((one) => ({
        ...one,
        size: { ...one.size, max: one.size.max === 100 ? 99 : one.size.max + 1 },
      })),
    }),
    ...[77, 88, 99].map((diskGiB) => edit({ nodeGroups: groups.map((one) => ({ ...one, diskGiB })) })),
    edit({ version: '1.36' }),
  ]
}

type Resources = Readonly<Record<string, Readonly<{ resource: ManagedResource }>>>

const only = (resources: Resources, found: (one: ManagedResource) => ManagedResource): Observed =>
  Object.fromEntries(Object.entries(resources).map(([key, { resource }]) => [key, found(resource)]))

const mapped = (observed: Observed, change: (one: ManagedResource) => ManagedResource): Observed =>
  Object.fromEntries(Object.entries(observed).map(([key, one]) => [key, change(one)]))

const newIn = (resources: Resources, state: Observed): Resources =>
  Object.fromEntries(Object.entries(resources).filter(([key]) => !(key in state)))

/** Applied, and nobody has looked at it yet. */
const fresh = (one: ManagedResource): ManagedResource => one

/** AWS does not make it. */
const refused = (one: ManagedResource): ManagedResource =>
  withCondition(one, 'Synced', 'False', { message: 'api error X: no' })

/** AWS has made it, and has not said what became of it. */
const begun = (one: ManagedResource): ManagedResource => ({
  ...one,
  metadata: {
    ...one.metadata,
    creationTimestamp: '2026-11-24T09:00:00Z',
    annotations: { ...one.metadata.annotations, 'crossplane.io/external-create-succeeded': '2026-11-24T09:00:00Z' },
  },
})

/** What stood keeps its birthday; an edit of a spec is another generation. */
const grown = (one: ManagedResource, before: ManagedResource | undefined): ManagedResource => ({
  ...one,
  metadata: {
    ...one.metadata,
    creationTimestamp: before?.metadata.creationTimestamp ?? '2026-11-24T08:00:00Z',
    generation: 2,
  },
})
