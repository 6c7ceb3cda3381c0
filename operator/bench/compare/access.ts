import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { kinds } from '@taskplatform/bootstrap/local/install/resources'
import type { Layout } from '@taskplatform/bootstrap/local/layout'
import { stringify } from 'yaml'
import type { KubeClient } from '../../src/kube/client.ts'
import type { KubeObject, Resource } from '../../src/kube/resource.ts'
import { benchPlatforms, childKinds } from './kinds.ts'
import { type ProgramName, programNames } from './programs.ts'

/** Where the accounts and the Leases of the programs are. */
export const accountNamespace = 'bench-system'

/** Where the platforms of a program are. */
export const namespaceOf = (name: ProgramName): string => `bench-${name}`

/** The name that a program has in the audit log. */
export const userOf = (name: ProgramName): string => `system:serviceaccount:${accountNamespace}:${name}`

/** An account for each program, with what the reconcile needs, and the namespaces. */
export const access: readonly Readonly<{ resource: Resource; object: KubeObject }>[] = [
  ...[accountNamespace, ...programNames.map(namespaceOf)].map((name) => ({
    resource: { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false },
    object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  })),
  ...programNames.map((name) => ({
    resource: { group: '', version: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', namespaced: true },
    object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: accountNamespace } },
  })),
  { resource: kinds.clusterRole, object: rbac('ClusterRole', { rules: rules() }) },
  {
    resource: kinds.clusterRoleBinding,
    object: rbac('ClusterRoleBinding', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'bench' },
      subjects: programNames.map((name) => ({ kind: 'ServiceAccount', name, namespace: accountNamespace })),
    }),
  },
]

function rbac(kind: string, content: object): KubeObject {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name: 'bench' }, ...content }
}

function rules() {
  const lease = { apiGroups: ['coordination.k8s.io'], resources: ['leases'] }
  return [
    ...[benchPlatforms, ...Object.values(childKinds)].map(({ group, plural }) => ({
      apiGroups: [group],
      resources: [plural],
      verbs: ['get', 'list', 'watch', 'create', 'patch'],
    })),
    { apiGroups: [benchPlatforms.group], resources: ['benchplatforms/status'], verbs: ['update', 'patch'] },
    { ...lease, verbs: ['get', 'list', 'watch', 'create', 'update', 'patch'] },
    { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch'] },
  ]
}

/** A kubeconfig with a token for a program's account, by way of `port` on this machine. */
export const kubeconfigFor = async (
  client: KubeClient,
  { clusterPki }: Layout,
  name: ProgramName,
  port: number,
  signal: AbortSignal,
): Promise<string> => {
  const ca = (await readFile(join(clusterPki, 'ca.crt'))).toString('base64')
  const path = `/api/v1/namespaces/${accountNamespace}/serviceaccounts/${name}/token`
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 86_400 } }
  const { status } = (await client.raw('POST', path, { body, signal })) as { status: { token: string } }
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'bench', cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority-data': ca } }],
    users: [{ name, user: { token: status.token } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: name } }],
    'current-context': 'bench',
  })
}
