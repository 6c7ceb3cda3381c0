import { expect, test } from 'vitest'
import { operatorNamespace } from './installed-names.ts'
import { operatorRoles } from './operator-roles.ts'
import type { RoleManifest, Rule } from './role-manifests.ts'
import { userRoles } from './user-roles.ts'

const rulesIn = (roles: readonly RoleManifest[]): readonly Rule[] =>
  roles.flatMap((role) => ('rules' in role ? (role['rules'] as Rule[]) : []))

const words = (rule: Rule): readonly string[] =>
  [rule.apiGroups, rule.resources, rule.verbs, rule.resourceNames, rule.nonResourceURLs].flatMap((each) => each ?? [])

const allows = (rules: readonly Rule[], resource: string, verb: string): boolean =>
  rules.some((rule) => rule.resources?.includes(resource) && rule.verbs.includes(verb))

test.each([
  { why: 'the operator', roles: operatorRoles() },
  { why: 'people', roles: userRoles() },
])('no role of $why has a wildcard or a verb that gives more rights', ({ roles }) => {
  const used = rulesIn(roles).flatMap(words)
  expect(used.length).toBeGreaterThan(10)
  expect(used.filter((word) => word.includes('*') || ['escalate', 'bind', 'impersonate'].includes(word))).toEqual([])
})

test('of Secrets the operator may read one by name, and nothing else; people get nothing from us', () => {
  const core = rulesIn(operatorRoles()).filter(({ apiGroups }) => apiGroups?.includes(''))
  const verbs = core.filter(({ resources }) => resources?.includes('secrets')).flatMap(({ verbs }) => verbs)
  expect(verbs).toEqual(['get'])
  expect(rulesIn(userRoles()).filter(({ apiGroups }) => apiGroups?.includes(''))).toEqual([])
})

test('the Lease is granted in the namespace of the operator alone', () => {
  const roles = operatorRoles().filter((role) => allows(rulesIn([role]), 'leases', 'patch'))
  expect(roles.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([['Role', operatorNamespace]])
})

test('people never delete layers, nor write a status or a ProviderConfig, by our roles', () => {
  const writing = ['create', 'update', 'patch', 'delete', 'deletecollection']
  const writable = rulesIn(userRoles()).filter(({ verbs }) => verbs.some((verb) => writing.includes(verb)))
  expect([...new Set(writable.flatMap(({ resources }) => resources))]).toEqual(['taskplatforms'])
})
