import type { TaskPlatformStatus } from '@taskplatform/crds/taskplatform'
import type { StoredPlatform } from '../core/platform.ts'

/** The TaskPlatforms of the management cluster. */
export interface Platforms {
  /** The newest version that the watch has delivered; nothing when there is none. */
  get(key: string): StoredPlatform | undefined
  /** All of them, as the watch has them. */
  all(): readonly StoredPlatform[]
  /** Keeps the namespace from being deleted, then adds our finalizer, without touching anybody else's. */
  claim(stored: StoredPlatform, signal: AbortSignal): Promise<void>
  /** Takes our finalizer off. A TaskPlatform that is already gone is no error. */
  release(stored: StoredPlatform, signal: AbortSignal): Promise<void>
  /** Replaces the status. A TaskPlatform that went away meanwhile is no error. */
  writeStatus(stored: StoredPlatform, status: TaskPlatformStatus, signal: AbortSignal): Promise<void>
}
