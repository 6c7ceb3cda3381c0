import type { Permission } from './permissions.ts'

/** A role, or what binds one. */
export type RoleManifest = Readonly<{
  apiVersion: 'rbac.authorization.k8s.io/v1'
  kind: 'ClusterRole' | 'Role' | 'ClusterRoleBinding' | 'RoleBinding'
  metadata: Readonly<{ name: string; namespace?: string; labels?: Readonly<Record<string, string>> }>
}> &
  Readonly<Record<string, unknown>>

/** One rule of a role. */
export type Rule = Readonly<{
  apiGroups?: readonly string[]
  resources?: readonly string[]
  resourceNames?: readonly string[]
  nonResourceURLs?: readonly string[]
  verbs: readonly string[]
}>

/** Who a role is bound to. */
export type Subject = Readonly<{ kind: string; name: string; namespace?: string; apiGroup?: string }>

/** What a permission is in a role. */
export const ruleOf = ({ group, resources, names, verbs }: Permission): Rule => ({
  apiGroups: [group],
  resources,
  ...(names && { resourceNames: names }),
  verbs,
})

export const clusterRole = (
  name: string,
  rules: readonly Rule[],
  labels?: Readonly<Record<string, string>>,
): RoleManifest => ({
  apiVersion,
  kind: 'ClusterRole',
  metadata: { name, ...(labels && { labels }) },
  rules,
})

export const role = (name: string, namespace: string, rules: readonly Rule[]): RoleManifest => ({
  apiVersion,
  kind: 'Role',
  metadata: { name, namespace },
  rules,
})

/** Gives a role to somebody: a ClusterRole everywhere, a Role in its namespace. `name` tells several bindings of one role apart. */
export const binding = (
  { kind, metadata }: RoleManifest,
  subject: Subject,
  name: string = metadata.name,
): RoleManifest => ({
  apiVersion,
  kind: kind === 'Role' ? 'RoleBinding' : 'ClusterRoleBinding',
  metadata: { ...metadata, name },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: metadata.name },
  subjects: [subject],
})

const apiVersion = 'rbac.authorization.k8s.io/v1'
