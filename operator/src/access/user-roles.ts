import { composedKinds } from '@taskplatform/compositions/composed-kinds'
import { group, layerGroup } from '@taskplatform/crds/labels'
import { layers } from '../core/layers.ts'
import { clusterRole, type RoleManifest, type Rule } from './role-manifests.ts'

/**
 * The roles of people. Kubernetes adds the first three to its own `view`, `edit` and `admin`, each of which has what the one
 * before has: whoever may edit a namespace may have platforms in it.
 */
export const userRoles = (): readonly RoleManifest[] => [
  clusterRole('taskplatform-view', reading, { [`${aggregate}-view`]: 'true' }),
  clusterRole('taskplatform-edit', writing, { [`${aggregate}-edit`]: 'true' }),
  clusterRole('taskplatform-admin', administering, { [`${aggregate}-admin`]: 'true' }),
  clusterRole('taskplatform-metrics-reader', [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }]),
]

const aggregate = 'rbac.authorization.k8s.io/aggregate-to'

const read = ['get', 'list', 'watch'] as const

// the conditions of a platform name these objects, so that whoever reads them can go on looking
const reading: readonly Rule[] = [
  { apiGroups: [group], resources: ['taskplatforms', 'taskplatforms/status'], verbs: read },
  { apiGroups: [layerGroup], resources: layers.map(({ resource }) => resource.plural), verbs: read },
  ...[...Map.groupBy(composedKinds, (kind) => kind.group)].map(([group, kinds]) => ({
    apiGroups: [group],
    resources: [...new Set(kinds.map(({ plural }) => plural))].sort(),
    verbs: read,
  })),
]

const writing: readonly Rule[] = [
  { apiGroups: [group], resources: ['taskplatforms'], verbs: ['create', 'update', 'patch', 'delete'] },
]

// Writing a ProviderConfig is not among these: one may name the provider's own identity, and any role that this may assume
const administering: readonly Rule[] = [
  { apiGroups: [group], resources: ['taskplatforms'], verbs: ['deletecollection'] },
  { apiGroups: ['aws.m.upbound.io'], resources: ['providerconfigs'], verbs: read },
]
