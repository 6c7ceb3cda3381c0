import type { PausedPlatform } from '../platform.ts'
import type { Upgrade } from './upgrade.ts'

/** Upgrades of a paused platform: what AWS is at goes on there, and no further step begins. */
export const pausedUpgrades = ({ why }: Pick<PausedPlatform, 'why'>, before: readonly Upgrade[]): readonly Upgrade[] =>
  before.map(({ notBefore: _, ...upgrade }) =>
    upgrade.state === 'Done' ? upgrade : { ...upgrade, state: 'Held' as const, message: messages[why] },
  )

const messages = {
  Suspended: 'no further step begins until spec.suspend is false; a step that AWS has begun is finished there',
  Annotation:
    'no further step begins until the annotation taskplatform.dev/paused is taken off; a step that AWS has begun is finished there',
} as const
