import { checkUpdate, parseTaskPlatform } from '@taskplatform/crds/contract'
import type { TaskPlatform } from '@taskplatform/crds/taskplatform'
import type { StoredPlatform } from '../../src/core/platform.ts'

type Spec = Readonly<Record<string, unknown>>

/** What users do to a spec, a field at a time. The last two make it one that nobody can read, and mend it. */
const edits: readonly ((spec: Spec) => Spec)[] = [
  (spec) => put(spec, 'network', { interfaceEndpoints: true }),
  (spec) => put(spec, 'network', { interfaceEndpoints: false }),
  (spec) => put(spec, 'network', { natGateways: 'PerZone' }),
  (spec) => put(spec, 'network', { availabilityZones: 3 }),
  (spec) => put(spec, 'cluster', { version: '1.35' }),
  (spec) => put(spec, 'cluster', { version: '1.36' }),
  (spec) => put(spec, 'cluster', { workloadIdentity: 'PodIdentity' }),
  (spec) => put(spec, 'database', { engineVersion: '18' }),
  (spec) => put(spec, 'database', { instanceClass: 'db.r6g.large' }),
  (spec) => put(spec, 'cache', { nodes: 2 }),
  (spec) => put(spec, 'alerting', { email: 'oncall@example.com' }),
  (spec) => ({ ...spec, dataPolicy: 'Retain' }),
  (spec) => ({ ...spec, dataPolicy: 'Delete' }),
  (spec) => ({ ...spec, deletionProtection: true }),
  (spec) => ({ ...spec, suspend: true }),
  (spec) => ({ ...spec, suspend: false }),
  (spec) => put(spec, 'database', { engineVersion: 'latest' }),
  (spec) => put(spec, 'database', { engineVersion: '18' }),
]

/** The spec after one of the edits; the old one where the API server would refuse it, but for the one that nobody can read. */
export function editedSpec(stored: StoredPlatform, choice: number): Spec {
  const before = stored.spec as Spec
  const edit = edits[choice % edits.length]
  const after = edit ? edit(before) : before
  return mayFollow(before, after) ? after : before
}

const put = (spec: Spec, part: string, fields: Spec): Spec => ({
  ...spec,
  [part]: { ...(spec[part] as Spec | undefined), ...fields },
})

const answers = new Map<string, boolean>()

function mayFollow(before: Spec, after: Spec): boolean {
  const key = JSON.stringify([before, after])
  const known = answers.get(key)
  if (known !== undefined) return known
  const [old, updated] = [objectOf(before), objectOf(after)]
  const answer = !parseTaskPlatform(updated).ok || !parseTaskPlatform(old).ok || checkUpdate(old, updated).length === 0
  answers.set(key, answer)
  return answer
}

const objectOf = (spec: Spec): TaskPlatform =>
  ({
    apiVersion: 'taskplatform.dev/v1alpha1',
    kind: 'TaskPlatform',
    metadata: { name: 'tasks', namespace: 'team-tasks' },
    spec,
  }) as unknown as TaskPlatform
