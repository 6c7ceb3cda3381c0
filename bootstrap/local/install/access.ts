import { join } from 'node:path'
import { operatorNamespace } from '@taskplatform/operator/access/installed-names'
import { binding, type RoleManifest } from '@taskplatform/operator/access/role-manifests'
import type { KubeClient } from '@taskplatform/operator/kube/client'
import type { User } from '../layout.ts'
import { applyAll } from './apply.ts'
import { readManifests } from './manifests.ts'
import type { Manifest } from './resources.ts'

/**
 * Gives our own users their rights, each under its own name. The operator gets exactly the roles that it is shipped with, so that
 * whatever those lack shows here first. The parts that stand in for others' products may do everything.
 */
export const grantAccess = async (client: KubeClient, root: string, signal: AbortSignal): Promise<void> => {
  const shipped = await readManifests(join(root, 'operator/manifests/rbac.yaml'))
  const roles = shipped.filter(({ kind }) => kind === 'ClusterRole' || kind === 'Role') as RoleManifest[]
  await applyAll(client, [namespace], signal)
  await applyAll(client, shipped, signal)
  await applyAll(client, [...roles.map(forOperator), ...administrators.map(administrator)] as Manifest[], signal)
}

const namespace: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: operatorNamespace } }

const administrators: readonly User[] = ['twin', 'crossplane']

// on this machine the operator is a user with a certificate, not a service account in a pod
const forOperator = (role: RoleManifest): RoleManifest =>
  binding(role, subject('taskplatform-operator'), `taskplatform-local:${role.metadata.name}`)

const administrator = (user: User): RoleManifest => binding(clusterAdmin, subject(user), `taskplatform-local:${user}`)

const clusterAdmin: RoleManifest = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'cluster-admin' },
}

const subject = (name: User) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name })
