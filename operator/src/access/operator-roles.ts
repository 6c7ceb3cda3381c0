import { operatorName, operatorNamespace } from './installed-names.ts'
import { type Permission, permissions } from './permissions.ts'
import { binding, clusterRole, type RoleManifest, role, ruleOf } from './role-manifests.ts'

/**
 * The roles that the operator works under, each bound to its service account: what it may do everywhere, what it may do in its
 * own namespace, and what it asks about readers of its metrics.
 */
export const operatorRoles = (): readonly RoleManifest[] => {
  const everywhere = clusterRole(operatorName, rulesOf('operator'))
  const elections = role(`${operatorName}-leader-election`, operatorNamespace, rulesOf('leader-election'))
  const metrics = clusterRole(`${operatorName}-metrics-auth`, rulesOf('metrics-auth'))
  return [everywhere, elections, metrics].flatMap((each) => [each, binding(each, account)])
}

const account = { kind: 'ServiceAccount', name: operatorName, namespace: operatorNamespace }

const rulesOf = (name: Permission['role']) => permissions.filter(({ role }) => role === name).map(ruleOf)
