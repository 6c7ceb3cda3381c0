import type { Drift } from '../core/drift.ts'

/** What the watches saw of drift in managed resources and in AWS: it may be put right before anybody reads the composite again. */
export interface DriftNotes {
  /** Takes what was noted of a platform since the last time. */
  take(platform: string): readonly Drift[]
  /** Counts what is told. */
  count(drift: readonly Drift[]): void
}
