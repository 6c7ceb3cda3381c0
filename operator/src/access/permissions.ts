import { composedKinds } from '@taskplatform/compositions/composed-kinds'
import { group, layerGroup } from '@taskplatform/crds/labels'
import { layers } from '../core/layers.ts'

/** What the API server calls the kinds of request. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete'

/**
 * Leave to make some requests. `resources` are plurals, with a subresource as `PLURAL/SUBRESOURCE`; `names` limits them to
 * objects of these names. Of `role` there are three, because not everybody needs all: what the operator works with, what it
 * elects its leader with (in its own namespace only), and what it asks who may read its metrics with.
 */
export type Permission = Readonly<{
  role: 'operator' | 'leader-election' | 'metrics-auth'
  group: string
  resources: readonly string[]
  names?: readonly string[]
  verbs: readonly Verb[]
  why: string
}>

/** The Lease by which the copies of the operator agree on one that works. */
export const leaseName = 'taskplatform-operator'

/**
 * All that the operator may ask of the management cluster: its roles are generated from this list, and its client refuses what
 * is not on it. A verb that nothing uses any more fails the lifecycle tests, which read the audit log.
 */
export const permissions: readonly Permission[] = [
  {
    role: 'operator',
    group,
    resources: ['taskplatforms'],
    verbs: ['get', 'list', 'watch', 'patch'],
    why: 'follow what users ask for; put our finalizer on and take it off, reading again when somebody else was faster',
  },
  {
    role: 'operator',
    group,
    resources: ['taskplatforms/status'],
    verbs: ['patch'],
    why: 'tell how a platform stands',
  },
  {
    role: 'operator',
    group: layerGroup,
    resources: layers.map(({ resource }) => resource.plural),
    verbs: ['get', 'list', 'watch', 'create', 'patch', 'delete'],
    why: 'make, follow, correct and delete the layers of a platform',
  },
  ...managedResources({ verbs: ['list'], why: 'name what is still on its way out of AWS during a deletion' }),
  {
    role: 'operator',
    group: 'aws.m.upbound.io',
    resources: ['clusterproviderconfigs', 'providerconfigs'],
    verbs: ['get'],
    why: 'make nothing with a ProviderConfig that does not exist',
  },
  {
    role: 'operator',
    group: '',
    resources: ['namespaces'],
    verbs: ['list', 'watch', 'patch'],
    why: 'label a namespace that holds a platform, so that it is not deleted around it',
  },
  {
    role: 'operator',
    group: '',
    resources: ['secrets'],
    verbs: ['get'],
    why: 'read the kubeconfig of a workload cluster, by the name that the cluster reports',
  },
  {
    role: 'operator',
    group: '',
    resources: ['configmaps'],
    verbs: ['get', 'create', 'patch', 'delete'],
    why: 'keep the names that AWS gave, from which a platform is adopted when the management cluster is lost',
  },
  {
    role: 'operator',
    group: 'events.k8s.io',
    resources: ['events'],
    verbs: ['create', 'patch'],
    why: 'tell what happened to a platform, and that it happened again',
  },
  {
    role: 'leader-election',
    group: 'coordination.k8s.io',
    resources: ['leases'],
    verbs: ['create'],
    why: 'make the Lease; RBAC cannot limit a creation to a name',
  },
  {
    role: 'leader-election',
    group: 'coordination.k8s.io',
    resources: ['leases'],
    names: [leaseName],
    verbs: ['get', 'list', 'watch', 'patch'],
    why: 'hold the Lease, release it, and hear of its release at once',
  },
  {
    role: 'metrics-auth',
    group: 'authentication.k8s.io',
    resources: ['tokenreviews'],
    verbs: ['create'],
    why: 'learn who asks for the metrics',
  },
  {
    role: 'metrics-auth',
    group: 'authorization.k8s.io',
    resources: ['subjectaccessreviews'],
    verbs: ['create'],
    why: 'learn whether they may read them',
  },
]

function managedResources({ verbs, why }: Pick<Permission, 'verbs' | 'why'>): readonly Permission[] {
  const groups = Map.groupBy(composedKinds, (kind) => kind.group)
  return [...groups].map(([group, kinds]) => ({
    role: 'operator',
    group,
    resources: [...new Set(kinds.map(({ plural }) => plural))].sort(),
    verbs,
    why,
  }))
}
