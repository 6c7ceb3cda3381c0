import type { StoredPlatform } from '../../src/core/platform.ts'

type Metadata = StoredPlatform['metadata']

/** A stored TaskPlatform as users write it. State only what matters; the rest is the smallest Development platform. */
export function storedPlatform({
  spec,
  metadata,
  status,
}: Readonly<{
  spec?: Record<string, unknown>
  metadata?: Partial<Metadata>
  status?: StoredPlatform['status']
}> = {}): StoredPlatform {
  return {
    apiVersion: 'taskplatform.dev/v1alpha1',
    kind: 'TaskPlatform',
    metadata: {
      name: 'tasks',
      namespace: 'team-tasks',
      uid: '0b3cf1f2-4d25-4b0a-9d6b-6f1d8a1f4a11',
      generation: 1,
      ...metadata,
    },
    spec: { profile: 'Development', region: 'ap-northeast-1', ...spec },
    ...(status ? { status } : {}),
  }
}

/** The same with our finalizer on it, as it is from the second reconcile on. */
export const claimedPlatform = (changes: Parameters<typeof storedPlatform>[0] = {}): StoredPlatform =>
  storedPlatform({ ...changes, metadata: { finalizers: ['taskplatform.dev/finalizer'], ...changes.metadata } })

/** The same, deleted by a user and held by our finalizer. */
export const deletedPlatform = (changes: Parameters<typeof storedPlatform>[0] = {}): StoredPlatform =>
  claimedPlatform({ ...changes, metadata: { deletionTimestamp: '2026-11-24T09:30:00Z', ...changes.metadata } })
