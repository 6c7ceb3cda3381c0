import { expect, test } from 'vitest'
import { useFakeApiServer } from '../../test/fake-apiserver/fixture.ts'
import { heldText, releaseOf } from '../core/workload-cluster.ts'
import { budgetsIn, heldIn } from './held.ts'
import { letGo } from './let-go.ts'

const given = useFakeApiServer()

type Stored = Readonly<{
  metadata: Readonly<{ name: string; namespace?: string; [field: string]: unknown }>
  [field: string]: unknown
}>

/** Where objects of a kind lie. */
const places: Readonly<Record<string, (object: Stored) => string>> = {
  Service: inNamespace('/api/v1', 'services'),
  Ingress: inNamespace('/apis/networking.k8s.io/v1', 'ingresses'),
  PersistentVolume: ({ metadata }) => `/api/v1/persistentvolumes/${metadata.name}`,
  PersistentVolumeClaim: inNamespace('/api/v1', 'persistentvolumeclaims'),
  Pod: inNamespace('/api/v1', 'pods'),
  StatefulSet: inNamespace('/apis/apps/v1', 'statefulsets'),
  Node: ({ metadata }) => `/api/v1/nodes/${metadata.name}`,
  NodePool: ({ metadata }) => `/apis/karpenter.sh/v1/nodepools/${metadata.name}`,
  PodDisruptionBudget: inNamespace('/apis/policy/v1', 'poddisruptionbudgets'),
}

function inNamespace(root: string, plural: string) {
  return ({ metadata }: Stored) => `${root}/namespaces/${metadata.namespace}/${plural}/${metadata.name}`
}

const put = (kind: string, object: Stored) =>
  given.server.history.put(places[kind]?.(object) ?? '', { kind, ...object })

const held = () => heldIn(given.connection.client, given.signal)
const texts = async () => (await held()).map(heldText)
const writes = () =>
  given.server.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path.split('/').slice(-2).join('/')}`)

test.each<{ why: string; kind: string; object: Stored; is: readonly string[] }>([
  {
    why: 'a Service of type LoadBalancer',
    kind: 'Service',
    object: {
      metadata: { name: 'front', namespace: 'web' },
      spec: { type: 'LoadBalancer' },
      status: { loadBalancer: { ingress: [{ hostname: 'a1.elb.amazonaws.com' }] } },
    },
    is: ['Service web/front (load balancer a1.elb.amazonaws.com)'],
  },
  {
    why: 'a Service that was one, as long as its load balancer is not gone',
    kind: 'Service',
    object: {
      metadata: { name: 'front', namespace: 'web', finalizers: ['service.kubernetes.io/load-balancer-cleanup'] },
      spec: { type: 'ClusterIP' },
    },
    is: ['Service web/front'],
  },
  {
    why: 'no other Service',
    kind: 'Service',
    object: { metadata: { name: 'front', namespace: 'web' }, spec: { type: 'ClusterIP' } },
    is: [],
  },
  {
    why: 'an Ingress of the AWS Load Balancer Controller',
    kind: 'Ingress',
    object: { metadata: { name: 'front', namespace: 'web', finalizers: ['ingress.k8s.aws/resources'] } },
    is: ['Ingress web/front'],
  },
  {
    why: 'no Ingress of a controller within the cluster',
    kind: 'Ingress',
    object: {
      metadata: { name: 'front', namespace: 'web' },
      status: { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } },
    },
    is: [],
  },
  {
    why: 'a volume of the EBS driver',
    kind: 'PersistentVolume',
    object: { metadata: { name: 'pvc-1' }, spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1' } } },
    is: ['PersistentVolume pvc-1 (volume vol-1)'],
  },
  {
    why: 'a volume of the plugin of old',
    kind: 'PersistentVolume',
    object: { metadata: { name: 'pvc-1' }, spec: { awsElasticBlockStore: { volumeID: 'aws://eu-west-1a/vol-1' } } },
    is: ['PersistentVolume pvc-1 (volume vol-1)'],
  },
  {
    why: 'no volume of another driver',
    kind: 'PersistentVolume',
    object: { metadata: { name: 'pvc-1' }, spec: { csi: { driver: 'efs.csi.aws.com', volumeHandle: 'fs-1' } } },
    is: [],
  },
  {
    why: 'a machine of Karpenter',
    kind: 'Node',
    object: {
      metadata: { name: 'ip-1', labels: { 'karpenter.sh/nodepool': 'default' } },
      spec: { providerID: 'aws:///eu-west-1a/i-1' },
    },
    is: ['Node ip-1 (instance i-1)'],
  },
  {
    why: 'no machine of our node groups',
    kind: 'Node',
    object: { metadata: { name: 'ip-1', labels: { 'taskplatform.dev/node-group': 'general' } } },
    is: [],
  },
])('a cluster holds $why', async ({ kind, object, is }) => {
  put(kind, object)
  expect(await texts()).toEqual(is)
})

test('a cluster that does not serve an API has nothing of it, and one that fails is not empty', async () => {
  given.server.interfere(({ path }) => (path.includes('ingresses') ? { status: 404, body: {} } : undefined))
  expect(await texts()).toEqual([])
  given.server.interfere(({ path }) => (path.includes('ingresses') ? { status: 403, body: {} } : undefined))
  await expect(held()).rejects.toMatchObject({ status: 403 })
})

test('budgets are those that may stop the draining of a node', async () => {
  put('PodDisruptionBudget', {
    metadata: { name: 'api', namespace: 'web' },
    status: { disruptionsAllowed: 0, expectedPods: 3 },
  })
  expect(await budgetsIn(given.connection.client, given.signal)).toEqual([
    { namespace: 'web', name: 'api', disruptionsAllowed: 0, expectedPods: 3 },
  ])
})

const claimed = (reclaim: string): Stored => ({
  metadata: { name: 'pvc-1' },
  spec: {
    persistentVolumeReclaimPolicy: reclaim,
    csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1' },
    claimRef: { namespace: 'web', name: 'data' },
  },
})

const pod = (name: string, claim: string): Stored => ({
  metadata: { name, namespace: 'web', ownerReferences: [{ kind: 'StatefulSet', name: 'db' }] },
  spec: { volumes: [{ persistentVolumeClaim: { claimName: claim } }] },
})

test.each([
  {
    why: 'Delete and Delete: the claim goes, with the pods that use it and the set that would claim another',
    policy: 'Delete',
    reclaim: 'Delete',
    does: ['DELETE persistentvolumeclaims/data', 'DELETE statefulsets/db', 'DELETE pods/db-0'],
  },
  {
    why: 'Snapshot and Delete: the volume outlives its claim',
    policy: 'Snapshot',
    reclaim: 'Delete',
    does: ['PATCH persistentvolumes/pvc-1'],
  },
  {
    why: 'Retain and Delete: so it does',
    policy: 'Retain',
    reclaim: 'Delete',
    does: ['PATCH persistentvolumes/pvc-1'],
  },
  { why: 'Delete and Retain: who wrote Retain meant it', policy: 'Delete', reclaim: 'Retain', does: [] },
] as const)('a volume under the data policy and its reclaim policy: $why', async ({ policy, reclaim, does }) => {
  put('PersistentVolume', claimed(reclaim))
  put('PersistentVolumeClaim', { metadata: { name: 'data', namespace: 'web' } })
  put('StatefulSet', { metadata: { name: 'db', namespace: 'web' } })
  put('Pod', pod('db-0', 'data'))
  put('Pod', pod('other-0', 'others'))
  const releases = (await held()).map((one) => releaseOf(one, policy))
  await letGo(given.connection.client, releases, given.signal)
  expect(writes()).toEqual(does)
})

test('a machine of Karpenter goes after its pool, which would make another; one of nobody is left alone', async () => {
  put('Node', { metadata: { name: 'ip-1', labels: { 'karpenter.sh/nodepool': 'default' } } })
  put('Node', { metadata: { name: 'ip-2' } })
  put('NodePool', { metadata: { name: 'default' } })
  const releases = (await held()).map((one) => releaseOf(one, 'Delete'))
  await letGo(given.connection.client, releases, given.signal)
  expect(writes()).toEqual(['DELETE nodepools/default', 'DELETE nodes/ip-1'])
})

test('what is on its way is not asked again, and what is gone meanwhile is no error', async () => {
  put('Service', {
    metadata: { name: 'going', namespace: 'web', deletionTimestamp: '2026-11-24T09:00:00Z' },
    spec: { type: 'LoadBalancer' },
  })
  put('Service', { metadata: { name: 'gone', namespace: 'web' }, spec: { type: 'LoadBalancer' } })
  const releases = (await held()).map((one) => releaseOf(one, 'Delete'))
  given.server.history.remove('/api/v1/namespaces/web/services/gone')
  await letGo(given.connection.client, releases, given.signal)
  expect(writes()).toEqual(['DELETE services/gone'])
})
