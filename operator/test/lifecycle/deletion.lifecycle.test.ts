import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { partNames } from '@taskplatform/bootstrap/local/parts/names'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Connection, connect } from '../../src/kube/connect.ts'
import { persistentVolumes } from '../../src/management/workload-resources.ts'
import { realClock } from '../../src/runtime/clock.ts'
import { awsEvents, awsResources, deleteOutside, removedOutsideAt } from './aws.ts'
import { platformIn } from './cluster.ts'
import { hangWorkloadApi, inWorkload, makeInWorkload, storedService } from './workload.ts'

const development = { profile: 'Development', dataPolicy: 'Snapshot' }
/** One whose cluster answers, and one whose cluster falls silent. */
const [drained, silent] = ['drained', 'silent'] as const
const regions = { [drained]: 'eu-west-1', [silent]: 'eu-central-1' } as const

let stack: Stack
let connection: Connection
const ended = new AbortController()
const { signal } = ended

beforeAll(async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-deletion-'))
  stack = await startStack({ stateDir, parts: partNames, timeScale: 0, backends: ['clusters'] })
  connection = connect({ kubeconfigPath: stack.kubeconfigPath }, { clock: realClock, userAgent: 'lifecycle-test' })
})

afterAll(async () => {
  ended.abort(new Error('the tests have ended'))
  await connection?.close()
  await stack?.remove()
})

const platform = (namespace: string) => platformIn(connection.client, namespace, signal)

/** What Kubernetes made in AWS for Services: nothing that an object of the management cluster stands for. */
const madeByKubernetes = async (region: string) =>
  (await awsResources(stack)).filter(
    ({ kind, region: where, attributes }) =>
      where === region &&
      (kind === 'ClassicLoadBalancer' ||
        /^ELB a[0-9a-f]{31}$/.test(String(attributes['description'])) ||
        /^k8s-elb-/.test(String(attributes['name']))),
  )

const objects = async (namespace: string) => (await platform(namespace).get())?.status?.deletionPlan?.objects ?? []

test('the cluster of a platform is reachable, and a Service in it gets a load balancer in AWS', async () => {
  for (const namespace of [drained, silent])
    await platform(namespace).apply({ ...development, region: regions[namespace] })
  for (const namespace of [drained, silent]) {
    const tasks = platform(namespace)
    await tasks.ready()
    await tasks.wait('the cluster to be reachable', async () =>
      (await tasks.get())?.status?.conditions?.some(
        ({ type, status }) => type === 'ClusterReachable' && status === 'True',
      ),
    )
    await inWorkload(connection.client, namespace, signal, (client) => makeInWorkload(client, signal))
    await tasks.wait('a load balancer', async () => (await madeByKubernetes(regions[namespace])).length === 4)
  }
})

test('the plan of a deletion is told on request: objects, blockers, what stays, how long', async () => {
  for (const namespace of [drained, silent]) {
    const tasks = platform(namespace)
    await tasks.annotate({ 'taskplatform.dev/deletion-plan': 'first' })
    const plan = await tasks.wait('the plan', async () => (await tasks.get())?.status?.deletionPlan)
    expect(plan).toMatchObject({ requestedAt: 'first', blockers: [], expectedMinutes: expect.any(Number) })
    const service = plan.objects.find(({ kind }) => kind === 'Service')
    expect(service).toMatchObject({ cluster: 'Workload', name: 'front', id: expect.stringContaining('.elb.') })
    const inAws = (await tasks.managed()).map(({ kind, metadata: { name } }) => `${kind} ${name}`)
    const planned = plan.objects.map(({ kind, name }) => `${kind} ${name}`)
    expect(inAws.filter((one) => !planned.includes(one))).toEqual([])
    expect(plan.kept.map(({ kind }) => kind).sort()).toEqual([
      'PersistentVolume',
      'snapshot of Instance',
      'snapshot of ReplicationGroup',
    ])
    expect(plan.drained).toBeUndefined()
  }
  // from here on one of the clusters says nothing any more
  await hangWorkloadApi(connection.client, silent, signal)
  await platform(silent).remove()
})

test('load balancers of Kubernetes are gone before the first layer goes; volumes are kept, as the data policy says', async () => {
  const tasks = platform(drained)
  await tasks.remove()
  await tasks.wait('the load balancer to be gone', async () => (await madeByKubernetes(regions[drained])).length === 0)
  const volume = await inWorkload(connection.client, drained, signal, async (client) => {
    expect(await storedService(client, signal)).toBeUndefined()
    return client.get<{ spec: object }>(persistentVolumes, { name: 'pvc-1' }, { signal })
  })
  expect(volume?.spec).toMatchObject({ persistentVolumeReclaimPolicy: 'Retain' })
  await tasks.gone()
  const goneAt = await removedOutsideAt(stack, 'ClassicLoadBalancer', regions[drained])
  const before = (await awsEvents(stack, drained)).filter(({ op, at }) => op === 'deleted' && at < goneAt)
  // ECR is asked first whether it may; nothing else was touched
  const ofRegistry = ['LifecyclePolicy', 'Repository', 'RepositoryPolicy']
  expect(before.map(({ kind }) => kind)).toContain('Repository')
  expect(before.filter(({ kind }) => !ofRegistry.includes(kind))).toEqual([])
})

test('a cluster that says nothing is waited for, then done without, and what may be left is named', async () => {
  const tasks = platform(silent)
  await tasks.says('ClusterReachable', /does not answer/)
  await tasks.says('Deleting', /cannot be looked into .*at 2\d{3}-.*goes on without it/)
  const before = await tasks.get()
  expect(before?.status?.layers?.every(({ reason }) => reason === 'Available')).toBe(true)

  const plan = await tasks.wait('leftovers', async () => {
    const { deletionPlan } = (await tasks.get())?.status ?? {}
    return deletionPlan?.leftovers && deletionPlan
  })
  expect(plan.leftovers?.map(({ object }) => object)).toEqual([
    expect.stringMatching(/^Service default\/front \(a[0-9a-f]{31}-.*\.elb\.amazonaws\.com\)$/),
    expect.stringMatching(/^PersistentVolume pvc-1/),
    expect.stringMatching(/^load balancers, security groups, volumes/),
  ])
  await tasks.says('NetworkReady', /DependencyViolation.*Likely cause: .*What helps: /)
})

test('what AWS refuses for it is cured by deleting just that, and the deletion ends with the leftovers still told', async () => {
  const tasks = platform(silent)
  const left = await madeByKubernetes(regions[silent])
  expect(left.map(({ kind }) => kind).sort()).toEqual([
    'ClassicLoadBalancer',
    'NetworkInterface',
    'NetworkInterface',
    'SecurityGroup',
  ])
  expect(await objects(silent)).toContainEqual(expect.objectContaining({ kind: 'Service', name: 'front' }))
  expect((await tasks.get())?.status?.deletionPlan?.leftovers).toHaveLength(3)
  for (const one of left) await deleteOutside(stack, one)
  await tasks.gone()
  expect(await tasks.managed()).toEqual([])
})
