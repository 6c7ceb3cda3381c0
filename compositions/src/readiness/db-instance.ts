import type { ManagedResource } from '../managed-resource.ts'
import type { Readiness } from './readiness.ts'

/** The provider calls an instance Ready while it restarts, and even when its disk is full; RDS says what it can do. */
export const dbInstance = ({ status }: ManagedResource): Readiness => {
  const state = String(status?.atProvider?.['status'] ?? 'available').toLowerCase()
  if (serving.has(state)) return { state: 'ready' }
  if (isBroken(state)) return { state: 'failed', why: `RDS reports the status ${state}` }
  return { state: 'waiting', why: `RDS reports the status ${state}` }
}

/** The database answers in all of these. Source: RDS guide, "Viewing DB instance status". */
const serving: ReadonlySet<string> = new Set([
  'available',
  'backing-up',
  'configuring-enhanced-monitoring',
  'configuring-iam-database-auth',
  'configuring-log-exports',
  'delete-precheck',
  'modifying',
  'moving-to-vpc',
  'resetting-master-credentials',
  'storage-config-upgrade',
  'storage-initialization',
  'storage-optimization',
])

const isBroken = (state: string): boolean =>
  /^(failed|restore-error|storage-full|stopped|inaccessible-|incompatible-|insufficient-)/.test(state)
