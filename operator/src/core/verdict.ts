import { placeOf, stateOf } from './composite.ts'
import { differences } from './differences.ts'
import type { Layer } from './layers.ts'
import type { Observed } from './observed.ts'
import type { LivePlatform } from './platform.ts'
import { wantedComposite } from './wanted-composite.ts'

/**
 * How a layer stands, as one of a few named situations.
 * - `NotRequested`: this platform does without the layer, and nothing of it is left.
 * - `Waiting`: a layer that it is built from has not reported what it needs.
 * - `Creating`: its composite is on the way. `Failed`: AWS or Crossplane refused something, and retries.
 * - `Deleting`: its composite is going away. `Available`: nothing is missing.
 */
export type Verdict =
  | Readonly<{ state: 'Available' | 'NotRequested' }>
  | Readonly<{ state: 'Waiting' | 'Creating' | 'Failed' | 'Deleting'; message: string }>

/** Judges one layer of a platform that is meant to live. */
export function verdictOf(layer: Layer, platform: LivePlatform, observed: Observed): Verdict {
  const composite = observed.composites.get(layer.name)
  if (!layer.required(platform)) {
    // however well it stands, what the platform no longer asks for is on its way out
    return composite
      ? { state: 'Deleting', message: `${placeOf(composite)} is being deleted` }
      : { state: 'NotRequested' }
  }

  const built = wantedComposite(layer, platform, observed)
  if (!composite) {
    if ('waitingFor' in built) return { state: 'Waiting', message: `waiting for ${built.waitingFor}` }
    return { state: 'Creating', message: `${placeOf(built)} is being created` }
  }
  // What a composite says is about the spec that it has: while ours is on its way, Available would be a lie.
  const outdated = !('waitingFor' in built) && differences(built, composite).length > 0
  const state = stateOf(composite)
  return outdated && state.state === 'Available'
    ? { state: 'Creating', message: `${placeOf(composite)} is being updated` }
    : state
}

/** Whether nothing remains to be done for the layer. */
export const isSettled = (verdict: Verdict): boolean =>
  verdict.state === 'Available' || verdict.state === 'NotRequested'
