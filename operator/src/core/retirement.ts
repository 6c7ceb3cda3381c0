import { isDeepStrictEqual } from 'node:util'
import type { ComposedKind } from '@taskplatform/compositions/composed-kinds'
import type { DataPolicy } from '@taskplatform/crds/layers/common'
import { type Composite, placeOf, stateOf } from './composite.ts'
import type { Layer } from './layers.ts'
import { type Leaving, leavingText } from './leaving.ts'

/** What a layer has to be before its composite may be deleted, because AWS or its neighbours would be held up otherwise. */
export type Retirement = Readonly<{
  /** Fields of its spec as they have to be; `undefined` takes a field away. The data policy of the platform is added. */
  spec: Readonly<Record<string, unknown>>
  /** Fields that are otherwise when the data is retained: what is kept is nobody's from then on. */
  retained?: Readonly<Record<string, unknown>>
  /**
   * Field of its status with the ARN of what has to follow. Without one nothing is waited for but that the composition has seen
   * the new spec.
   */
  arn?: string
  /** Kinds that the new spec takes away and that have to be seen gone: a composition forgets at once what it does not emit. */
  leaving?: readonly ComposedKind[]
}>

/** The composite as it has to be before it is deleted, and the fields in which it is not that yet. */
export function retiredComposite(
  { retire }: Layer,
  composite: Composite,
  dataPolicy: DataPolicy | undefined,
): Readonly<{ composite: Composite; changes: readonly string[] }> {
  const { crossplane: _, ...spec } = composite.spec ?? {}
  if (!retire) return { composite, changes: [] }
  const policy = dataPolicy !== undefined && 'dataPolicy' in spec ? { dataPolicy } : {}
  const asked = { ...specOf(retire, dataPolicy ?? spec['dataPolicy']), ...policy }
  const changes = Object.entries(asked).filter(([field, value]) => !isDeepStrictEqual(spec[field], value))
  const { apiVersion, kind, metadata } = composite
  const { name, namespace, labels } = metadata
  return {
    composite: {
      apiVersion,
      kind,
      metadata: { name, namespace, labels },
      spec: withoutUndefined({ ...spec, ...asked }),
    },
    changes: changes.map(([field]) => field),
  }
}

const specOf = ({ spec, retained }: Retirement, dataPolicy: unknown): Retirement['spec'] =>
  dataPolicy === 'Retain' ? { ...spec, ...retained } : spec

/** What a layer still waits for before it has let go, once its spec says so; nothing when it has. */
export function retirementLeft(layer: Layer, composite: Composite, leaving: readonly Leaving[]): string | undefined {
  const { retire } = layer
  if (!retire) return undefined
  const going = leaving.filter(({ kind }) => retire.leaving?.some((one) => one.kind === kind))
  if (going.length > 0) return `${leavingText(going)} of ${placeOf(composite)} is being deleted`
  return composite.metadata.deletionTimestamp || isSettled(retire, composite) ? undefined : whyNot(composite)
}

/**
 * A layer that failed may go too, unless AWS holds on to what it protects and it is not to be kept: half of what is deleted is deleted because it never
 * came to be.
 */
function isSettled(retire: Retirement, composite: Composite): boolean {
  const { status } = composite
  if ((status?.observedGeneration ?? -1) < (composite.metadata.generation ?? 0)) return false
  if (retire.arn === undefined || status?.resources?.ready) return true
  if (status?.resources?.reason !== 'Failed') return false
  const { deletionProtection } = specOf(retire, composite.spec?.['dataPolicy'])
  const isProtected = deletionProtection === false && status['deletionProtection'] !== false
  return status[retire.arn] === undefined || !isProtected
}

function whyNot(composite: Composite): string {
  const state = stateOf(composite)
  return 'message' in state ? state.message : `${placeOf(composite)} is being prepared`
}

const withoutUndefined = (spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined))
