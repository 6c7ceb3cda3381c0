import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { until } from '@taskplatform/bootstrap/local/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Kubectl, kubectlWith } from '../../test/kubectl/kubectl.ts'
import { userRoles } from './user-roles.ts'

const { signal } = new AbortController()

let stack: Stack
let kubectl: Kubectl

beforeAll(async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-users-'))
  stack = await startStack({ stateDir, parts: ['etcd', 'kube-apiserver', 'kube-controller-manager'] })
  kubectl = await kubectlWith(stack.kubeconfigPath)
  for (const stdin of [...userRoles(), namespace, ...people.map(bound)]) await kubectl(['apply', '-f', '-'], { stdin })
  // the controller manager adds our roles to those of Kubernetes
  await until(() => may('admin', 'deletecollection', 'taskplatforms.taskplatform.dev', 'team-a'), {
    what: 'the roles to be aggregated',
    deadlineMs: 30_000,
    signal,
  })
})

afterAll(() => stack?.remove())

const people = ['view', 'edit', 'admin'] as const
type Person = (typeof people)[number]

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } }

/** A person of the name of a role of Kubernetes, who has that role in one namespace. */
const bound = (name: Person) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name, namespace: 'team-a' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }],
})

const may = async (user: Person, verb: string, resource: string, where: string): Promise<boolean> => {
  const [plural = '', ...group] = resource.split('.')
  const [name = '', subresource] = plural.split('/')
  const resourceAttributes = { namespace: where, verb, group: group.join('.'), resource: name, subresource }
  const { stdout, stderr } = await kubectl(['create', '-o', 'json', '-f', '-'], {
    stdin: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user, groups: ['system:authenticated'], resourceAttributes },
    },
  })
  expect(stderr).toBe('')
  return JSON.parse(stdout).status.allowed === true
}

const platforms = 'taskplatforms.taskplatform.dev'

const questions: readonly { what: string; verb: string; resource: string; who: readonly Person[]; where?: string }[] = [
  { what: 'read platforms', verb: 'list', resource: platforms, who: people },
  { what: 'read their layers', verb: 'watch', resource: 'platformnetworks.aws.taskplatform.dev', who: people },
  { what: 'read what those hold', verb: 'get', resource: 'vpcs.ec2.aws.m.upbound.io', who: people },
  { what: 'make platforms', verb: 'create', resource: platforms, who: ['edit', 'admin'] },
  { what: 'change platforms', verb: 'patch', resource: platforms, who: ['edit', 'admin'] },
  { what: 'delete a platform', verb: 'delete', resource: platforms, who: ['edit', 'admin'] },
  { what: 'delete all platforms at once', verb: 'deletecollection', resource: platforms, who: ['admin'] },
  {
    what: 'see which ProviderConfigs there are',
    verb: 'list',
    resource: 'providerconfigs.aws.m.upbound.io',
    who: ['admin'],
  },
  { what: 'write ProviderConfigs', verb: 'create', resource: 'providerconfigs.aws.m.upbound.io', who: [] },
  { what: 'write the status of platforms', verb: 'patch', resource: `taskplatforms/status.taskplatform.dev`, who: [] },
  { what: 'change layers', verb: 'patch', resource: 'platformnetworks.aws.taskplatform.dev', who: [] },
  { what: 'delete layers', verb: 'delete', resource: 'platformnetworks.aws.taskplatform.dev', who: [] },
  { what: 'delete what those hold', verb: 'delete', resource: 'vpcs.ec2.aws.m.upbound.io', who: [] },
  { what: 'read platforms of other namespaces', verb: 'get', resource: platforms, who: [], where: 'team-b' },
]

test.each(questions)('who may $what: $who', async ({ verb, resource, who, where = 'team-a' }) => {
  const allowed = await Promise.all(people.map((person) => may(person, verb, resource, where)))
  expect(people.filter((_, index) => allowed[index])).toEqual(who)
})
