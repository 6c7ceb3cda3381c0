import { timestamp } from '../conditions.ts'
import type { StoredPlatform } from '../platform.ts'

/**
 * Since when a platform that is being deleted cannot see its cluster, in milliseconds since 1970: the later of the deletion and
 * the moment in which ClusterReachable ceased to hold. In status, so that our own restart does not begin anew; as long as the
 * status calls it reachable, it begins now.
 */
export function unseenSince({ metadata, status }: StoredPlatform, now: Date): number {
  const reachable = status?.conditions?.find(({ type }) => type === 'ClusterReachable')
  const deleted = Date.parse(metadata.deletionTimestamp ?? '') || 0
  if (!reachable) return deleted
  const since = reachable.status === 'True' ? timestamp(now) : reachable.lastTransitionTime
  return Math.max(deleted, Date.parse(since))
}
