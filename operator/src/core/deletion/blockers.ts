import type { ProviderConfigRef } from '@taskplatform/crds/layers/common'
import { type Composite, placeOf } from '../composite.ts'
import type { Observed } from '../observed.ts'

/** Something that a deletion may not or cannot go past: what it is, and what to do. */
export type Blocker = Readonly<{ object: string; message: string }>

/** What blockers are looked for in. */
export type BlockerFacts = Readonly<{ deletionProtection: boolean; observed: Observed }>

/** Everything that stands in the way, in the order of the list. Nothing begins while there is one. */
export const blockersOf = (facts: BlockerFacts): readonly Blocker[] => checks.flatMap((check) => check(facts))

type Check = (facts: BlockerFacts) => readonly Blocker[]

const checks: readonly Check[] = [deletionProtected, withoutProviderConfig, pausedComposites, pausedResources]

function deletionProtected({ deletionProtection }: BlockerFacts): readonly Blocker[] {
  if (!deletionProtection) return []
  return [{ object: 'deletion protection', message: 'is on: set spec.deletionProtection to false to go on' }]
}

function withoutProviderConfig({ observed }: BlockerFacts): readonly Blocker[] {
  return (observed.missingProviderConfigs ?? []).map((ref) => ({
    object: providerConfigText(ref),
    message:
      'does not exist, so the provider cannot remove anything from AWS: make it again; the deletion goes on by itself',
  }))
}

function pausedComposites({ observed }: BlockerFacts): readonly Blocker[] {
  return [...observed.composites.values()].filter(isPaused).map((composite) => ({
    object: placeOf(composite),
    message: `is paused, so Crossplane does not remove it: ${unpause}`,
  }))
}

function pausedResources({ observed }: BlockerFacts): readonly Blocker[] {
  const held = [...(observed.holds?.values() ?? [])].flat()
  return held
    .filter(({ paused }) => paused)
    .map(({ kind, name }) => ({
      object: `${kind} ${name}`,
      message: `is paused, so the provider does not remove it: ${unpause}`,
    }))
}

const unpause = 'take the annotation crossplane.io/paused off; the deletion goes on by itself'

const isPaused = ({ metadata }: Composite): boolean => metadata.annotations?.['crossplane.io/paused'] === 'true'

const providerConfigText = ({ kind, name }: ProviderConfigRef): string => `${kind} ${name}`
