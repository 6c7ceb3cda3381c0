import type { DataPolicy } from '@taskplatform/crds/layers/common'
import { type Composite, placeOf } from './composite.ts'
import { type Layer, standingOn } from './layers.ts'
import { leavingText } from './leaving.ts'
import type { Observed } from './observed.ts'
import { retiredComposite, retirementLeft } from './retirement.ts'

/**
 * How far a composite is that has to go.
 * - `Kept`: a layer that cannot be without it stands, or one that has not let go of it.
 * - `Due`: its spec has to change first, into `composite`. `Retiring`: what that change brings about is under way.
 * - `Ready`: nothing speaks against deleting it. `Deleting`: that has been asked for.
 */
export type Departure = Readonly<{ message: string }> &
  (
    | Readonly<{ state: 'Kept' | 'Retiring' | 'Ready' | 'Deleting' }>
    | Readonly<{ state: 'Due'; composite: Composite; changes: readonly string[] }>
  )

/** What a departure is judged by. */
export type World = Readonly<{
  layers: readonly Layer[]
  observed: Observed
  /** The policy in force now; without one, each composite keeps what it has. */
  dataPolicy: DataPolicy | undefined
}>

/**
 * Judges a composite that has to go. A layer is kept until every layer that needs it is gone, then lets go of others itself,
 * and is deleted when those that use it are gone or have let go of it. Needs form no circle, and letting go waits for needs
 * alone, so there is always a layer that can take its next step.
 */
export function departureOf(layer: Layer, composite: Composite, world: World): Departure {
  const place = placeOf(composite)
  const leaving = world.observed.leaving?.get(layer.name) ?? []
  if (composite.metadata.deletionTimestamp) {
    const left = leaving.length > 0 ? `: ${leavingText(leaving)}` : ''
    return { state: 'Deleting', message: `${place} is being deleted${left}` }
  }
  const above = standingOn(layer, world.layers, world.observed)
  if (above.length > 0) return { state: 'Kept', message: `${place} is kept until ${namesOf(above)} is gone` }

  const { composite: retired, changes } = retiredComposite(layer, composite, world.dataPolicy)
  if (changes.length > 0) {
    return { state: 'Due', message: `${place} is made ready to be deleted`, composite: retired, changes }
  }
  const left = retirementLeft(layer, composite, leaving)
  if (left) return { state: 'Retiring', message: left }

  const holding = holdingOnTo(layer, world)
  if (holding.length > 0)
    return { state: 'Kept', message: `${place} is kept until ${namesOf(holding)} has let go of it` }
  return { state: 'Ready', message: `${place} is being deleted` }
}

function holdingOnTo(layer: Layer, { layers, observed, dataPolicy }: World): readonly Layer[] {
  return layers.filter((user) => {
    const composite = observed.composites.get(user.name)
    if (!composite || !user.uses.includes(layer.name)) return false
    // whoever has no way of letting go holds on until it is gone
    if (!user.retire) return true
    const { changes } = retiredComposite(user, composite, dataPolicy)
    return changes.length > 0 || retirementLeft(user, composite, observed.leaving?.get(user.name) ?? []) !== undefined
  })
}

const namesOf = (layers: readonly Layer[]): string => layers.map(({ name }) => name).join(', ')
