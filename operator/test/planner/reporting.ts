import type { Composite } from '../../src/core/composite.ts'
import type { LayerName } from '../../src/core/layer-names.ts'
import { networkIdsIn } from '../builders/composite.ts'
import { reports } from '../builders/reports.ts'

/** How far the composition of a layer is with the spec that it has. */
export type Stage = 'composing' | 'reporting' | 'ready' | 'failed' | 'mute'

type Status = NonNullable<Composite['status']>

/**
 * What a composition reports at a stage: nothing, ids alone, everything, or that AWS refuses something. `incarnation` goes into
 * every id, as AWS gives other ids to what is made again. The same question gives the same object.
 */
export function statusOfStage(name: LayerName, composite: Composite, stage: Stage, incarnation: number): Status {
  const { spec = {}, metadata } = composite
  const versions = versionsIn(spec)
  const said = JSON.stringify([name, stage, incarnation, spec['availabilityZones'], versions])
  const key = `${said} ${metadata.generation}`
  const known = statuses.get(key)
  if (known) return known
  const ids = stage === 'composing' || stage === 'mute' ? {} : withIncarnation(idsOf(name, spec, stage), incarnation)
  const status: Status = {
    ...ids,
    ...(stage === 'ready' ? versions : {}),
    observedGeneration: stage === 'composing' ? (metadata.generation ?? 1) - 1 : metadata.generation,
    resources: saidOf[stage],
    conditions: [],
  } as Status
  statuses.set(key, status)
  keys.set(status, said)
  return status
}

/** A short text that is the same for the same reports; `-` for none. */
export const keyOfStatus = (status: object | undefined): string => (status ? (keys.get(status) ?? '?') : '-')

const statuses = new Map<string, Status>()
const keys = new WeakMap<object, string>()

const saidOf = {
  composing: { ready: false, reason: 'Creating', message: 'being composed' },
  mute: { ready: false, reason: 'Creating', message: 'nothing can be read at the moment' },
  reporting: { ready: false, reason: 'Creating', message: 'Waiting for the rest' },
  failed: { ready: false, reason: 'Failed', message: 'it: InternalFailure: try again' },
  ready: { ready: true, reason: 'Available', message: 'All managed resources are ready' },
} as const

function idsOf(name: LayerName, spec: Readonly<Record<string, unknown>>, stage: Stage): object {
  const all: object = reports[name]
  if (name === 'Network') {
    const zones = spec['availabilityZones'] as readonly string[]
    return { ...all, ...networkIdsIn(zones), natGatewayIds: zones.map((zone) => `nat-${zone}`) }
  }
  if (name !== 'Cluster') return all
  // Auto Scaling groups are there when their nodes are, and workloads with them
  return stage === 'ready' ? { ...all, kubeconfigSecretRef: { name: 'tasks-kubeconfig' } } : { ...all, nodeGroups: [] }
}

const isId = /^(vpc|subnet|sg|nat|arn|tp|eks)[-:]/

function withIncarnation(value: unknown, incarnation: number): object {
  const marked = (one: unknown): unknown => {
    if (typeof one === 'string') return incarnation > 1 && isId.test(one) ? `${one}-${incarnation}` : one
    if (Array.isArray(one)) return one.map(marked)
    if (typeof one !== 'object' || one === null) return one
    return Object.fromEntries(Object.entries(one).map(([field, inner]) => [field, marked(inner)]))
  }
  return marked(value) as object
}

/** What runs once everything stands: what was asked for, less what is held. */
function versionsIn(spec: Readonly<Record<string, unknown>>): object {
  const { version, holdNodesAt, holdAddonsAt, engineVersion, holdUpgrade } = spec
  if (version) return { version, nodesVersion: holdNodesAt ?? version, addonsVersion: holdAddonsAt ?? version }
  if (!engineVersion) return {}
  if (holdUpgrade === undefined) return { engineVersion: `${engineVersion}.0` }
  return holdUpgrade === true
    ? { engineVersion: `${Number(engineVersion) - 1}.4`, upgradeSnapshotIdentifier: 'before-the-upgrade' }
    : { engineVersion: `${engineVersion}.4` }
}
