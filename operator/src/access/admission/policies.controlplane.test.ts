import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { until } from '@taskplatform/bootstrap/local/until'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type As, type Kubectl, kubectlWith } from '../../../test/kubectl/kubectl.ts'
import { clusterAdmin, namespaceOf, networkIn, ours, platformIn, vpcIn } from '../../../test/kubectl/objects.ts'

// No operator and no provider run here: what is deleted or not is up to admission, and to Kubernetes' own controllers.

const { signal } = new AbortController()

let stack: Stack
let kubectl: Kubectl

beforeAll(async () => {
  const parts = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'install', 'crossplane'] as const
  stack = await startStack({ stateDir: await mkdtemp(join(tmpdir(), 'taskplatform-admission-')), parts })
  kubectl = await kubectlWith(stack.kubeconfigPath)
  // what RBAC would refuse already is another test's matter
  await apply(clusterAdmin(argo.user), clusterAdmin(operator.user))
  await apply(namespaceOf('early'), platformIn('early', 'tasks', { profile: 'Development' }))
  const inForce = async () => (await writeStatus('early')).stderr.includes('denied request')
  await until(inForce, { what: 'the policies to be in force', deadlineMs: 30_000, intervalMs: 1_000, signal })
})

afterAll(() => stack?.remove())

const argo = { user: 'system:serviceaccount:argocd:argocd-application-controller', groups: ['system:serviceaccounts'] }
const operator: As = { user: 'taskplatform-operator' }
const crossplane: As = { user: 'crossplane' }
const breakGlass: As = { user: 'someone', groups: ['system:masters', 'taskplatform.dev:break-glass'] }

const production = { profile: 'Production', hostname: 'tasks.example.com', dns: { hostedZoneId: 'Z0123456789' } }

/** A namespace of its own for each test, with the objects of a platform as the operator leaves them. */
let count = 0
let ns = ''
beforeEach(async () => {
  ns = `team-${count++}`
  await apply(
    namespaceOf(ns, { 'taskplatform.dev/protected': 'true' }),
    platformIn(ns, 'tasks', { profile: 'Development' }),
    platformIn(ns, 'precious', production),
    platformIn(ns, 'marked', { profile: 'Development', deletionProtection: true }),
    networkIn(ns, 'tasks-network', ours),
    networkIn(ns, 'own-network', {}),
    vpcIn(ns, 'tasks-network-vpc', ours),
    vpcIn(ns, 'own-vpc', {}),
  )
})

const patch = (what: string, body: object, ...more: string[]) => [
  ...['patch', ...what.split('/'), '--type=merge', '-p', JSON.stringify(body), ...more],
]
const remove = (what: string) => ['delete', '--wait=false', ...what.split('/')]
const off = { metadata: { labels: { 'taskplatform.dev/platform': null, 'taskplatform.dev/protected': null } } }

type Row = Readonly<{
  why: string
  as?: As | undefined
  command: readonly string[] | (() => readonly string[])
  says: RegExp
}>

const refused: readonly Row[] = [
  {
    why: 'kubectl delete namespace, by an administrator',
    command: () => remove(`namespace/${ns}`),
    says: /holds a TaskPlatform, .*kubectl -n team-\d+ delete taskplatforms --all/,
  },
  {
    why: "Argo CD's prune of a namespace",
    as: argo,
    command: () => remove(`namespace/${ns}`),
    says: /holds a TaskPlatform/,
  },
  {
    why: 'even by the operator',
    as: operator,
    command: () => remove(`namespace/${ns}`),
    says: /holds a TaskPlatform/,
  },
  {
    why: 'taking the label off a namespace, to delete it then',
    command: () => patch(`namespace/${ns}`, off),
    says: /leave the label taskplatform.dev\/protected as it is/,
  },
  {
    why: 'a platform that is protected because it is Production',
    command: remove('taskplatform/precious'),
    says: /set spec.deletionProtection to false first \(kubectl -n team-\d+ patch taskplatform precious --type merge -p '{"spec":{"deletionProtection":false}}'\)/,
  },
  {
    why: 'a platform that says that it is protected',
    command: remove('taskplatform/marked'),
    says: /is protected against deletion/,
  },
  {
    why: "Argo CD's prune of a protected platform",
    as: argo,
    command: remove('taskplatform/precious'),
    says: /is protected/,
  },
  {
    why: 'a layer, by an administrator',
    command: remove('platformnetwork/tasks-network'),
    says: /PlatformNetwork team-\d+\/tasks-network is a layer of a TaskPlatform.*kubectl -n team-\d+ delete taskplatform tasks/,
  },
  {
    why: "Argo CD's prune of a layer",
    as: argo,
    command: remove('platformnetwork/tasks-network'),
    says: /is a layer of/,
  },
  {
    why: 'all layers at once',
    command: ['delete', '--wait=false', 'platformnetworks', '--all'],
    says: /is a layer of/,
  },
  {
    why: 'a managed resource, by an administrator',
    command: remove('vpcs.ec2.aws.m.upbound.io/tasks-network-vpc'),
    says: /VPC team-\d+\/tasks-network-vpc stands for something in AWS that TaskPlatform tasks needs/,
  },
  {
    why: "Argo CD's prune of a managed resource",
    as: argo,
    command: remove('vpcs.ec2.aws.m.upbound.io/tasks-network-vpc'),
    says: /stands for/,
  },
  {
    why: 'taking the label off a managed resource, to delete it then',
    command: patch('vpcs.ec2.aws.m.upbound.io/tasks-network-vpc', off),
    says: /leave the label as it is/,
  },
  ...[
    'crd taskplatforms.taskplatform.dev',
    'crd vpcs.ec2.aws.m.upbound.io',
    'xrd platformnetworks.aws.taskplatform.dev',
  ].map((what) => ({
    why: `${what}, and all objects with it`,
    command: ['delete', '--wait=false', ...what.split(' ')],
    says: /deletes every object of this kind/,
  })),
  {
    why: 'writing the status',
    command: patch('taskplatform/tasks', { status: { observedGeneration: 7 } }, '--subresource=status'),
    says: /is what the operator observed/,
  },
  {
    why: 'taking our finalizer off',
    command: patch('taskplatform/tasks', { metadata: { finalizers: [] } }),
    says: /stays until everything in AWS is gone: .*kubectl -n team-\d+ describe taskplatform tasks/,
  },
]

test.each(refused)('refused: $why', async ({ why, as, command, says }) => {
  const before = await snapshot()
  const { code, stderr } = await kubectl(['-n', ns, ...(typeof command === 'function' ? command() : command)], { as })
  expect(stderr).toMatch(says)
  expect(code).not.toBe(0)
  expect(deletedOf(await snapshot(), before)).toEqual(why === 'all layers at once' ? ['own-network'] : [])
})

const allowed: readonly Omit<Row, 'says'>[] = [
  { why: 'a platform that is not protected, by whoever may', command: remove('taskplatform/tasks') },
  { why: "Argo CD's prune of one", as: argo, command: remove('taskplatform/tasks') },
  { why: 'a layer, by the operator', as: operator, command: remove('platformnetwork/tasks-network') },
  { why: 'a layer, by Crossplane', as: crossplane, command: remove('platformnetwork/tasks-network') },
  { why: 'a layer that is nobody else’s', command: remove('platformnetwork/own-network') },
  {
    why: 'a managed resource, by Crossplane',
    as: crossplane,
    command: remove('vpcs.ec2.aws.m.upbound.io/tasks-network-vpc'),
  },
  { why: 'a managed resource that is nobody else’s', command: remove('vpcs.ec2.aws.m.upbound.io/own-vpc') },
  { why: 'an edit of a layer', command: patch('platformnetwork/tasks-network', { spec: { tags: { a: 'b' } } }) },
  {
    why: 'an edit of a managed resource',
    command: patch('vpcs.ec2.aws.m.upbound.io/tasks-network-vpc', { spec: { forProvider: { tags: { a: 'b' } } } }),
  },
  {
    why: 'another label on a namespace',
    command: () => patch(`namespace/${ns}`, { metadata: { labels: { team: 'a' } } }),
  },
  {
    why: 'taking the label off a namespace, by the operator',
    as: operator,
    command: () => patch(`namespace/${ns}`, off),
  },
  {
    why: 'the status, by the operator',
    as: operator,
    command: patch('taskplatform/tasks', { status: { observedGeneration: 7 } }, '--subresource=status'),
  },
  {
    why: 'the finalizer, by the operator',
    as: operator,
    command: patch('taskplatform/tasks', { metadata: { finalizers: [] } }),
  },
  ...[
    ['a protected platform', 'taskplatform/precious'],
    ['a layer', 'platformnetwork/tasks-network'],
    ['a managed resource', 'vpcs.ec2.aws.m.upbound.io/tasks-network-vpc'],
  ].map(([what, target = '']) => ({ why: `${what}, in an emergency`, as: breakGlass, command: remove(target) })),
  {
    why: 'the kind of platforms, on purpose',
    as: breakGlass,
    command: ['delete', '--dry-run=server', 'crd', 'taskplatforms.taskplatform.dev'],
  },
  { why: 'a kind of somebody else', command: ['delete', '--dry-run=server', 'crd', 'functions.pkg.crossplane.io'] },
  { why: 'a namespace, in an emergency', as: breakGlass, command: () => remove(`namespace/${ns}`) },
]

test.each(allowed)('allowed: $why', async ({ as, command }) => {
  const { code, stderr } = await kubectl(['-n', ns, ...(typeof command === 'function' ? command() : command)], { as })
  expect(stderr.replace(/^Warning: .*\n/gm, '')).toBe('')
  expect(code).toBe(0)
})

test('a platform is deleted once its protection is switched off', async () => {
  expect(
    (await kubectl(['-n', ns, ...patch('taskplatform/precious', { spec: { deletionProtection: false } })])).code,
  ).toBe(0)
  expect((await kubectl(['-n', ns, ...remove('taskplatform/precious')])).code).toBe(0)
})

test('a layer stays ours when its label is taken off', async () => {
  const applied = ['apply', '--server-side', '--force-conflicts', '--field-manager=taskplatform-operator', '-f', '-']
  await kubectl(applied, { as: operator, stdin: networkIn(ns, 'tasks-network', ours) })
  await kubectl(['-n', ns, ...patch('platformnetwork/tasks-network', off)])
  const { stderr } = await kubectl(['-n', ns, ...remove('platformnetwork/tasks-network')])
  expect(stderr).toMatch(/is a layer of a TaskPlatform.*delete that instead/)
})

test('the garbage collector takes what a layer held down with it', async () => {
  const { stdout } = await kubectl(['-n', ns, 'get', 'platformnetwork', 'tasks-network', '-o', 'json'])
  const { apiVersion, kind, metadata } = JSON.parse(stdout)
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true }
  await kubectl([
    '-n',
    ns,
    ...patch('vpcs.ec2.aws.m.upbound.io/tasks-network-vpc', { metadata: { ownerReferences: [owner] } }),
  ])
  await kubectl(['-n', ns, 'delete', '--wait=false', '--cascade=foreground', 'platformnetwork', 'tasks-network'], {
    as: operator,
  })
  // the layer itself stays while no function can be asked about it
  const gone = async () => !(await snapshot()).has('tasks-network-vpc')
  await until(gone, { what: 'the managed resource to be gone', deadlineMs: 60_000, signal })
  expect((await snapshot()).get('tasks-network')).toBe(true)
})

test('what is in a namespace that lost its label is not deleted around the operator either', async () => {
  await kubectl(['patch', 'namespace', ns, '--type=merge', '-p', JSON.stringify(off)], { as: operator })
  expect((await kubectl(remove(`namespace/${ns}`))).code).toBe(0)
  const told = async () =>
    (await kubectl(['get', 'namespace', ns, '-o', 'json'])).stdout.includes('is a layer of a TaskPlatform')
  await until(told, { what: 'the namespace to say why it stays', deadlineMs: 60_000, signal })
  const after = await snapshot()
  const refused = ['marked', 'precious', 'tasks-network', 'tasks-network-vpc']
  expect(refused.map((name) => [name, after.get(name)])).toEqual(refused.map((name) => [name, false]))
})

type Stored = { kind: string; metadata: { name: string; deletionTimestamp?: string } }

/** The names of what is in the namespace, and whether it is on its way out. */
async function snapshot(): Promise<Map<string, boolean>> {
  const targets = ['taskplatforms', 'platformnetworks', 'vpcs.ec2.aws.m.upbound.io', 'namespaces']
  const lists = targets.map(async (kind) => {
    const { stdout } = await kubectl(['-n', ns, 'get', kind, '-o', 'json'])
    return JSON.parse(stdout).items as Stored[]
  })
  const items = (await Promise.all(lists))
    .flat()
    .filter(({ kind, metadata }) => kind !== 'Namespace' || metadata.name === ns)
  return new Map(items.map(({ metadata }) => [metadata.name, metadata.deletionTimestamp !== undefined]))
}

const deletedOf = (after: Map<string, boolean>, before: Map<string, boolean>): readonly string[] =>
  [...before.keys()].filter((name) => after.get(name) !== false)

const writeStatus = (where: string) =>
  kubectl(['-n', where, ...patch('taskplatform/tasks', { status: { observedGeneration: 1 } }, '--subresource=status')])

async function apply(...objects: readonly object[]): Promise<void> {
  const { stderr } = await kubectl(['apply', '-f', '-'], { stdin: { apiVersion: 'v1', kind: 'List', items: objects } })
  expect(stderr).toBe('')
}
