import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { partNames } from '@taskplatform/bootstrap/local/parts/names'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { permissions } from '../../src/access/permissions.ts'
import { rightsOf } from '../../src/access/rights.ts'
import { layerNames } from '../../src/core/layer-names.ts'
import { type Connection, connect } from '../../src/kube/connect.ts'
import { realClock } from '../../src/runtime/clock.ts'
import { auditOf } from './audit.ts'
import { type AwsEvent, awsEvents, awsResources, deleteOutside, setFaults } from './aws.ts'
import { platformIn } from './cluster.ts'
import { doRareWork } from './rare-work.ts'

// a fiftieth of AWS' times: a control plane takes eleven seconds, and what we add takes as long as ever
const timeScale = 0.02
const region = 'eu-west-1'
const development = { profile: 'Development', region }
const production = {
  profile: 'Production',
  region,
  hostname: 'tasks.example.com',
  dns: { hostedZoneId: 'Z0123456789' },
  alerting: { email: 'oncall@example.com' },
}
const namespace = 'ten-layers'

let stack: Stack
let connection: Connection
const ended = new AbortController()

beforeAll(async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-layers-'))
  stack = await startStack({ stateDir, parts: partNames, timeScale, auditLog: true })
  connection = connect({ kubeconfigPath: stack.kubeconfigPath }, { clock: realClock, userAgent: 'lifecycle-test' })
})

afterAll(async () => {
  ended.abort(new Error('the tests have ended'))
  await connection?.close()
  await stack?.remove()
})

const platform = (where: string) => platformIn(connection.client, where, ended.signal)

const eventsOf = (events: readonly AwsEvent[], op: AwsEvent['op'], ...kinds: readonly string[]) =>
  events.filter((event) => event.op === op && kinds.includes(event.kind))
const first = (events: readonly AwsEvent[]) => Math.min(...events.map(({ at }) => at))
const lastDone = (events: readonly AwsEvent[]) => Math.max(...events.map(({ doneAt }) => doneAt))

/** How many of each kind there are in AWS, of one region. */
async function kindsIn(where: string): Promise<Record<string, number>> {
  const here = (await awsResources(stack)).filter((resource) => resource.region === where)
  const counts: Record<string, number> = {}
  for (const { kind } of here) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

// how long we take beyond what AWS takes is a figure of the benchmark: a time on a shared machine proves nothing
test('Production comes to be, whole and without an exception from a rule', async () => {
  const tasks = platform(namespace)
  await tasks.apply(production)
  const { status } = await tasks.ready()

  expect(status?.layers?.map(({ name, ready }) => [name, ready])).toEqual(layerNames.map((name) => [name, true]))
  expect(status?.compliance).toMatchObject({ failed: 0, excepted: 0 })
})

test('it has three zones, a NAT gateway in each, flow logs and endpoints', async () => {
  const tasks = platform(namespace)
  expect(await tasks.managed('Subnet')).toHaveLength(9)
  expect(await tasks.managed('NATGateway')).toHaveLength(3)
  expect(await tasks.managed('FlowLog')).toHaveLength(1)
  expect(await tasks.managed('ReplicationGroup')).toHaveLength(1)
  const interfaces = (await tasks.managed('VPCEndpoint')).filter(
    ({ spec }) => spec.forProvider['vpcEndpointType'] === 'Interface',
  )
  expect(interfaces).toHaveLength(5)
})

test('routes: private subnets leave through NAT, data subnets do not leave, only public ones meet the internet', async () => {
  const tasks = platform(namespace)
  const tables = new Map(
    (await tasks.managed('RouteTable')).map((table) => [
      table.metadata.annotations?.['crossplane.io/external-name'],
      table,
    ]),
  )
  const routes = (await tasks.managed('Route')).map(({ spec: { forProvider } }) => ({
    table: tables.get(String(forProvider['routeTableId']))?.metadata.name ?? '',
    to: forProvider['gatewayId'] ? 'internet' : forProvider['natGatewayId'] ? 'nat' : 'elsewhere',
  }))
  const to = (way: string) => routes.filter((route) => route.to === way).map(({ table }) => table)
  expect(to('internet')).toHaveLength(1)
  expect(to('internet').every((table) => table.includes('public'))).toBe(true)
  expect(to('nat')).toHaveLength(3)
  expect(to('nat').every((table) => table.includes('private'))).toBe(true)
  expect(routes.filter(({ table }) => table.includes('data'))).toEqual([])
  expect(to('elsewhere')).toEqual([])
})

test('database and cache were provisioned while EKS was still being made', async () => {
  const events = await awsEvents(stack, namespace)
  const eks = eventsOf(events, 'created', 'Cluster')
  const data = eventsOf(events, 'created', 'Instance', 'ReplicationGroup')
  expect(data.map(({ kind }) => kind).sort()).toEqual(['Instance', 'ReplicationGroup'])
  for (const { at } of data) expect(at).toBeLessThan(lastDone(eks))
  // and they let in nobody until there was somebody to let in
  const rules = eventsOf(events, 'created', 'SecurityGroupIngressRule').filter(({ owner }) =>
    /-(database|cache)-/.test(owner),
  )
  expect(rules.length).toBe(2)
  for (const { at } of rules) expect(at).toBeGreaterThanOrEqual(lastDone(eks))
})

test('nothing was made twice, and AWS never had to replace anything', async () => {
  const events = await awsEvents(stack, namespace)
  const owners = events.filter(({ op }) => op === 'created').map(({ owner }) => owner)
  expect(owners.filter((owner, index) => owners.indexOf(owner) !== index)).toEqual([])
  expect(events.filter(({ op }) => op === 'replacement-refused')).toEqual([])
})

test('another platform of the same name lives beside it in the same region', async () => {
  const beside = platform('beside')
  await beside.apply(development)
  await beside.ready()
  const both = await Promise.all([platform(namespace).ready(), beside.ready()])
  const [ours, theirs] = both.map(({ status }) => status?.resolved?.database?.identifier)
  expect(ours).not.toBe(theirs)
  expect((await kindsIn(region))['Cluster']).toBe(2)
})

test('a protected platform refuses its deletion, and AWS is not even asked', async () => {
  const tasks = platform(namespace)
  await expect(tasks.remove()).rejects.toThrow(/set spec.deletionProtection to false first/)
  expect(eventsOf(await awsEvents(stack, namespace), 'deleted', 'Cluster', 'Instance', 'VPC')).toEqual([])
})

test('deletion gets through a throttled API and a leaked interface, says what holds it, and keeps its order', async () => {
  const tasks = platform(namespace)
  await setFaults(stack, [
    { type: 'throttle', object: `${namespace}/*`, verb: 'delete', times: 20 },
    { type: 'leak', kind: 'LB', object: `${namespace}/*` },
  ])
  await tasks.apply({ ...production, deletionProtection: false })
  await tasks.remove()
  await tasks.says('EdgeReady', /SecurityGroup tasks-edge-security-group \(.*DependencyViolation/)
  await setFaults(stack, [])
  // the interfaces of the load balancer that AWS forgot are all that is left in the VPC
  const leaked = (await awsResources(stack)).filter(
    ({ kind, attributes }) => kind === 'NetworkInterface' && /ELB/.test(String(attributes['description'])),
  )
  const others = await platform('beside').managed('LB')
  const theirs = others.map(({ metadata }) => metadata.annotations?.['crossplane.io/external-name'] ?? '')
  const ours = leaked.filter(
    ({ attributes }) =>
      !theirs.some((name) => String(attributes['description']).includes(name.split('/').slice(-3).join('/'))),
  )
  expect(ours.length).toBeGreaterThan(0)
  for (const one of ours) await deleteOutside(stack, one)
  await tasks.gone()

  const deleted = (await awsEvents(stack, namespace)).filter(({ op }) => op === 'deleted')
  const order = [
    ['MetricAlarm', 'Cluster'],
    ['LB', 'Cluster'],
    ['NodeGroup', 'Cluster'],
    ['Cluster', 'VPC'],
    ['Instance', 'VPC'],
    ['ReplicationGroup', 'VPC'],
    ['MetricAlarm', 'Instance'],
    ['MetricAlarm', 'ReplicationGroup'],
  ] as const
  for (const [before, after] of order) {
    const [early, late] = [eventsOf(deleted, 'deleted', before), eventsOf(deleted, 'deleted', after)]
    expect([before, after, early.length > 0, late.length > 0]).toEqual([before, after, true, true])
    expect([before, after, lastDone(early) <= first(late)]).toEqual([before, after, true])
  }
})

test('AWS was never asked to delete what it protects', async () => {
  const refused = eventsOf(await awsEvents(stack, namespace), 'refused', 'Instance', 'Cluster', 'LB')
  expect(
    refused.map(({ kind, code }) => `${kind} ${code}`).filter((one) => !/Throttling|RequestLimit/.test(one)),
  ).toEqual([])
})

test('Snapshot leaves the last snapshots, and the keys that they can be read with', async () => {
  const left = (await awsResources(stack)).filter((resource) => resource.region === region)
  const snapshots = left.filter(({ kind }) => kind === 'DBSnapshot' || kind === 'CacheSnapshot')
  expect(snapshots.map(({ kind }) => kind).sort()).toEqual(['CacheSnapshot', 'DBSnapshot'])
  const keys = left.filter(({ kind }) => kind === 'Key').map(({ attributes }) => attributes['arn'])
  for (const { attributes } of snapshots) expect(keys).toContain(attributes['kmsKeyId'])
})

test('a platform of the same name is made again beside what the first one left', async () => {
  const tasks = platform(namespace)
  await tasks.apply(production)
  const { status } = await tasks.ready()
  const left = (await awsResources(stack)).find(({ kind }) => kind === 'DBSnapshot')
  expect(left?.attributes['dbInstanceIdentifier']).toBeDefined()
  expect(left?.attributes['dbInstanceIdentifier']).not.toBe(status?.resolved?.database?.identifier)
})

/** What each policy leaves of a Development platform, which has no keys of its own. */
const retained = [
  { policy: 'Delete', where: 'eu-central-1', kinds: [] },
  { policy: 'Snapshot', where: 'us-east-2', kinds: ['CacheSnapshot', 'DBSnapshot'] },
  {
    policy: 'Retain',
    where: 'us-west-2',
    kinds: [
      'CacheParameterGroup',
      'CacheSubnetGroup',
      'DBParameterGroup',
      'DBSubnetGroup',
      'Instance',
      'ReplicationGroup',
      'Repository',
      'RouteTable',
      'RouteTableAssociation',
      'SecurityGroup',
      'Subnet',
      'VPC',
    ],
  },
] as const

test('each data policy leaves exactly what it says', async () => {
  const left = retained.map(async ({ policy, where }) => {
    const tasks = platform(`keeps-${policy.toLowerCase()}`)
    await tasks.apply({ ...development, region: where, dataPolicy: policy })
    await tasks.ready()
    await tasks.remove()
    await tasks.gone()
    return Object.keys(await kindsIn(where)).filter((kind) => !ofAws.includes(kind))
  })
  const kinds = (await Promise.all(left)).map((one) => one.sort())
  expect(kinds).toEqual(retained.map((one) => one.kinds))
  const kept = (await awsResources(stack)).filter(({ kind, region }) => kind === 'Instance' && region === 'us-west-2')
  expect(kept.map(({ attributes }) => attributes['deletionProtection'])).toEqual([true])
})

test("what is retained stands in nobody else's way: the name can be used again", async () => {
  const tasks = platform('keeps-retain')
  await tasks.apply({ ...development, region: 'us-west-2', dataPolicy: 'Retain' })
  await tasks.ready()
  expect((await kindsIn('us-west-2'))['Instance']).toBe(2)
})

test('the operator took every right that it is shipped with, and was refused none', async () => {
  await doRareWork(stack.kubeconfigOf('taskplatform-operator'), await platform('beside').ready(), ended.signal)
  const { used, refused } = await auditOf(stack.auditLogPath, 'taskplatform-operator')
  expect(refused).toEqual([])
  expect(permissions.flatMap(rightsOf).filter((right) => !used.has(right))).toEqual([])
})

test('nothing of all that was drift: neither creations nor changes, deletions or what AWS does by itself', async () => {
  for (const where of [namespace, 'beside', 'keeps-delete', 'keeps-snapshot', 'keeps-retain'])
    expect([where, await platform(where).notes('Drift')]).toEqual([where, []])
})

// what AWS keeps of its own accord: interfaces of what stands, the master password, keys and secrets in their last days
const ofAws = ['NetworkInterface', 'PendingKey', 'Secret', 'DeletedSecret']
