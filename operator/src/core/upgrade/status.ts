import type { TaskPlatformStatus } from '@taskplatform/crds/taskplatform'
import type { Platform } from '../platform.ts'
import { pausedUpgrades } from './paused.ts'
import type { Upgrade } from './upgrade.ts'

/** `status.upgrades`: what was just decided, or what becomes of it while nothing is decided. Left out when there is nothing. */
export function upgradesStatus(
  platform: Platform,
  before: readonly Upgrade[],
  decided: readonly Upgrade[] | undefined,
): Pick<TaskPlatformStatus, 'upgrades'> {
  const upgrades = upgradesOf(platform, before, decided)
  return upgrades.length > 0 ? { upgrades: [...upgrades] } : {}
}

function upgradesOf(platform: Platform, before: readonly Upgrade[], decided: readonly Upgrade[] = before) {
  switch (platform.phase) {
    case 'Live':
      return decided
    case 'Paused':
      return pausedUpgrades(platform, before)
    case 'Invalid':
      return before
    case 'Deleting':
      return []
  }
}
