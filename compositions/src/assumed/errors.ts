import type { KubernetesObject } from '@taskplatform/crds/kubernetes'
import type { Settled } from './settle.ts'

/** A composition that asks for something else each time it has got what it asked for. A fault of its compose function. */
export class NeverSettlesError extends Error {
  readonly code = 'NeverSettles'

  constructor(composite: unknown, [before, after]: readonly Settled[]) {
    const { kind, metadata } = composite as KubernetesObject
    const changing = Object.keys({ ...before?.composition.resources, ...after?.composition.resources }).filter(
      (key) => JSON.stringify(before?.observed[key]) !== JSON.stringify(after?.observed[key]),
    )
    super(
      `${kind} ${metadata.name} never comes to rest: ${changing.join(', ')} change every round. Report this as a bug`,
    )
    this.name = 'NeverSettlesError'
  }
}
