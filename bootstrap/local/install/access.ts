import type { KubeClient } from '@taskplatform/operator/kube/client'
import type { User } from '../layout.ts'
import { applyAll } from './apply.ts'

/** Lets our own users do everything, each under its own name. For a machine of one's own: a shared cluster would grant each only what it needs. */
export const grantAccess = (client: KubeClient, signal: AbortSignal): Promise<void> =>
  applyAll(client, administrators.map(binding), signal)

const administrators: readonly User[] = ['taskplatform-operator', 'twin', 'crossplane']

const binding = (user: User) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: `taskplatform-local:${user}` },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
})
