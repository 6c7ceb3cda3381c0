import { join } from 'node:path'
import type { PartName } from './parts/names.ts'

/** Where everything of one stack lies. All of it is under `stateDir`, so that removing that folder removes the stack. */
export type Layout = ReturnType<typeof layoutOf>

/** The users of the API server, each with its own client certificate, so that the audit log tells who wrote. */
export const users = ['admin', 'taskplatform-operator', 'twin', 'crossplane', 'system:kube-controller-manager'] as const
export type User = (typeof users)[number]

/** The paths of a stack whose state is in `stateDir` (absolute). */
export const layoutOf = (stateDir: string) => ({
  stateDir,
  pki: join(stateDir, 'pki'),
  clusterPki: join(stateDir, 'pki', 'cluster'),
  etcdPki: join(stateDir, 'pki', 'etcd'),
  functionServerPki: join(stateDir, 'pki', 'function-server'),
  functionClientPki: join(stateDir, 'pki', 'function-client'),
  /** The administrator's kubeconfig: what a person exports as KUBECONFIG. */
  kubeconfig: join(stateDir, 'kubeconfig'),
  kubeconfigOf: (user: User) =>
    user === 'admin' ? join(stateDir, 'kubeconfig') : join(stateDir, 'kubeconfigs', fileName(user)),
  dataOf: (part: PartName) => join(stateDir, 'data', part),
  logOf: (part: PartName | 'supervisor') => join(stateDir, 'logs', `${part}.log`),
  auditLog: join(stateDir, 'logs', 'audit.json'),
  auditPolicy: join(stateDir, 'audit-policy.yaml'),
  /** What the operator is told of this management cluster. */
  installation: join(stateDir, 'installation.yaml'),
  recordOf: (part: PartName | 'supervisor') => join(stateDir, 'run', `${part}.json`),
  records: join(stateDir, 'run'),
  settings: join(stateDir, 'settings.json'),
  dist: join(stateDir, 'dist'),
  bin: join(stateDir, 'bin'),
})

/** A user's name as a file name: Kubernetes' own users have colons in theirs. */
export const fileName = (user: User): string => user.replaceAll(':', '-')
