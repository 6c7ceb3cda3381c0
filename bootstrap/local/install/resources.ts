import { apiVersionOf, type KubeObject, type Resource } from '@taskplatform/operator/kube/resource'
import { StateError } from '../errors.ts'

/** An object of a manifest: it says what it is and what it is called. */
export type Manifest = KubeObject & Readonly<{ apiVersion: string; kind: string; metadata: Readonly<{ name: string }> }>

/** The kinds that the local stack itself reads and writes. */
export const kinds = {
  namespace: core('Namespace', 'namespaces'),
  clusterRole: cluster('rbac.authorization.k8s.io', 'v1', 'ClusterRole', 'clusterroles'),
  clusterRoleBinding: cluster('rbac.authorization.k8s.io', 'v1', 'ClusterRoleBinding', 'clusterrolebindings'),
  role: namespaced('rbac.authorization.k8s.io', 'v1', 'Role', 'roles'),
  roleBinding: namespaced('rbac.authorization.k8s.io', 'v1', 'RoleBinding', 'rolebindings'),
  admissionPolicy: cluster(
    'admissionregistration.k8s.io',
    'v1',
    'ValidatingAdmissionPolicy',
    'validatingadmissionpolicies',
  ),
  admissionPolicyBinding: cluster(
    'admissionregistration.k8s.io',
    'v1',
    'ValidatingAdmissionPolicyBinding',
    'validatingadmissionpolicybindings',
  ),
  crd: cluster('apiextensions.k8s.io', 'v1', 'CustomResourceDefinition', 'customresourcedefinitions'),
  xrd: cluster('apiextensions.crossplane.io', 'v2', 'CompositeResourceDefinition', 'compositeresourcedefinitions'),
  composition: cluster('apiextensions.crossplane.io', 'v1', 'Composition', 'compositions'),
  functionRevision: cluster('pkg.crossplane.io', 'v1', 'FunctionRevision', 'functionrevisions'),
  clusterProviderConfig: cluster('aws.m.upbound.io', 'v1beta1', 'ClusterProviderConfig', 'clusterproviderconfigs'),
  taskPlatform: {
    group: 'taskplatform.dev',
    version: 'v1alpha1',
    kind: 'TaskPlatform',
    plural: 'taskplatforms',
    namespaced: true,
  },
} as const

/** The kind of a manifest; throws a `StateError` if it is none that we install. */
export const resourceOf = ({ apiVersion, kind }: Manifest): Resource => {
  const found = Object.values(kinds).find((known) => known.kind === kind && apiVersionOf(known) === apiVersion)
  if (found) return found
  throw new StateError(`Nothing is known about ${apiVersion} ${kind}`, 'Add it to bootstrap/local/install/resources.ts')
}

function core(kind: string, plural: string): Resource {
  return { group: '', version: 'v1', kind, plural, namespaced: false }
}

function cluster(group: string, version: string, kind: string, plural: string): Resource {
  return { group, version, kind, plural, namespaced: false }
}

function namespaced(group: string, version: string, kind: string, plural: string): Resource {
  return { group, version, kind, plural, namespaced: true }
}
