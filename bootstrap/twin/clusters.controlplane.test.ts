import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { KubeClient } from '@taskplatform/operator/kube/client'
import { connect } from '@taskplatform/operator/kube/connect'
import type { Resource } from '@taskplatform/operator/kube/resource'
import { realClock } from '@taskplatform/operator/runtime/clock'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBackendPrograms } from '../local/build/backend-programs.ts'
import { findControlPlane } from '../local/build/control-plane.ts'
import { localConfig } from '../local/config.ts'
import { readManifests } from '../local/install/manifests.ts'
import type { Manifest } from '../local/install/resources.ts'
import { findMarked } from '../local/process/marks.ts'
import { secrets } from './provider/connection-secret.ts'
import {
  applyIn,
  awsLog,
  conditionOf,
  eventually,
  managedIn,
  notReady,
  resourceOf,
  type SmallCluster,
  startSmallCluster,
} from './test/small-cluster.ts'
import { startTwin, type TwinProcess } from './test/twin-process.ts'

const namespace = 'eks'
const core = (kind: string, plural: string, namespaced = true): Resource => ({
  group: '',
  version: 'v1',
  kind,
  plural,
  namespaced,
})
const nodes = core('Node', 'nodes', false)
const pods = core('Pod', 'pods')
const deployments: Resource = { ...core('Deployment', 'deployments'), group: 'apps' }

let cluster: SmallCluster
let twin: TwinProcess
let manifests: Manifest[]

const start = async (): Promise<TwinProcess> => {
  const config = localConfig()
  const programs = await findBackendPrograms(['clusters'], config, await findControlPlane(config.root, config.cache))
  return startTwin({
    kubeconfigPath: cluster.stack.kubeconfigOf('twin'),
    stateDir: cluster.twinState,
    timeScale: 0,
    flags: ['--backends=clusters', ...Object.entries(programs).map(([name, path]) => `--program=${name}=${path}`)],
  })
}

beforeAll(async () => {
  cluster = await startSmallCluster()
  manifests = await readManifests(fileURLToPath(new URL('test/eks.yaml', import.meta.url)))
  twin = await start()
  await applyIn(cluster, namespace, manifests)
})
afterAll(async () => {
  await twin?.stop()
  await cluster?.close()
  await cluster?.stack.remove()
})

const allReady = () =>
  eventually(async () => {
    const all = await managedIn(cluster, namespace, manifests)
    expect(notReady(all)).toEqual([])
    return all
  }, 120_000)

const one = (kind: string, name: string): Manifest => {
  const found = manifests.find((each) => each.kind === kind && each.metadata.name === name)
  if (!found) throw new RangeError(`no ${kind} ${name} in eks.yaml`)
  return found
}

const kubeconfigText = async (): Promise<string> => {
  const key = { namespace, name: 'workload-kubeconfig' }
  const secret = await cluster.client.get<{ data: Record<string, string> }>(secrets, key, { signal: cluster.signal })
  return Buffer.from(secret?.data['kubeconfig'] ?? '', 'base64').toString()
}

/** Works with the workload cluster as its kubeconfig lets in. */
const inWorkload = async <T>(work: (client: KubeClient) => Promise<T>): Promise<T> => {
  const source = { kubeconfigText: await kubeconfigText() }
  const { client, close } = connect(source, { clock: realClock, userAgent: 'test' })
  try {
    return await work(client)
  } finally {
    await close()
  }
}

type Node = {
  metadata: { name: string; labels: Record<string, string> }
  spec: Record<string, unknown>
  status: Status
}
type Status = { phase?: string; conditions?: { type: string; status: string }[]; capacity?: Record<string, string> }

const { signal } = new AbortController()

const readyNodes = () =>
  inWorkload(async (client) => {
    const { items } = await client.list<Node>(nodes, {}, { signal })
    return items.filter(({ status }) =>
      status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True'),
    )
  })

const workloadProcesses = () => findMarked(cluster.twinState).filter(({ identity }) => identity.pid !== twin.pid)

/** Deletes an object, and waits until it is gone. */
const remove = async (kind: string, name: string): Promise<void> => {
  const resource = resourceOf(one(kind, name))
  await cluster.client.remove(resource, { namespace, name }, { signal })
  await eventually(async () =>
    expect(await cluster.client.get(resource, { namespace, name }, { signal })).toBeUndefined(),
  )
}

describe('an EKS cluster with a real one behind it', () => {
  test('becomes Ready with all that belongs to it', async () => {
    const all = await allReady()
    const found = all.find(({ kind }) => kind === 'Cluster')
    expect(found?.status?.atProvider).toMatchObject({
      status: 'ACTIVE',
      endpoint: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
      vpcConfig: { clusterSecurityGroupId: expect.stringMatching(/^sg-/) },
    })
  })

  test('has the nodes of its node group, as EKS marks them', async () => {
    const found = await eventually(async () => {
      const ready = await readyNodes()
      expect(ready).toHaveLength(2)
      return ready
    })
    expect(found.map(({ metadata }) => metadata.labels['topology.kubernetes.io/zone']).sort()).toEqual([
      'ap-northeast-1a',
      'ap-northeast-1c',
    ])
    expect(found[0]).toMatchObject({
      metadata: {
        labels: {
          team: 'tasks',
          'eks.amazonaws.com/nodegroup': 'general',
          'eks.amazonaws.com/capacityType': 'SPOT',
          'kubernetes.io/arch': 'arm64',
          'node.kubernetes.io/instance-type': 'm7g.large',
        },
      },
      spec: {
        providerID: expect.stringMatching(/^aws:\/\/\/ap-northeast-1[ac]\/i-[0-9a-f]{17}$/),
        taints: expect.arrayContaining([{ key: 'dedicated', value: 'tasks', effect: 'NoSchedule' }]),
      },
      status: { capacity: { cpu: '2', memory: '8Gi' } },
    })
  })

  test('runs the pods of a Deployment, where taints let them', async () => {
    const labels = { app: 'web' }
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [{ name: 'web', image: 'web:1' }],
            tolerations: [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }],
          },
        },
      },
    }
    await inWorkload((client) => client.create(deployments, deployment, { signal }))
    await eventually(() =>
      inWorkload(async (client) => {
        const query = { namespace: 'default', labelSelector: 'app=web' }
        const { items } = await client.list<Node>(pods, query, { signal })
        expect(items.map(({ status }) => status.phase)).toEqual(['Running', 'Running', 'Running'])
      }),
    )
  })

  test('follows the desired size, as an autoscaler sets it', async () => {
    const path = `${twin.url}/aws/resources/NodeGroup/ap-northeast-1/workload:general`
    const body = JSON.stringify({ scalingConfig: { minSize: 1, desiredSize: 3, maxSize: 5 } })
    expect((await fetch(path, { method: 'PATCH', body })).status).toBe(200)
    await eventually(async () => expect(await readyNodes()).toHaveLength(3))
    const [group] = await managedIn(cluster, namespace, [one('NodeGroup', 'general')])
    expect(conditionOf(group, 'Synced')?.status).toBe('True')
  })

  test('goes on when the twin is killed, and the next twin takes it over', async () => {
    const before = workloadProcesses().map(({ identity }) => identity.pid)
    expect(before).toHaveLength(5)
    await twin.kill()
    twin = await start()
    await eventually(async () => expect(await readyNodes()).toHaveLength(3))
    expect(workloadProcesses().map(({ identity }) => identity.pid)).toEqual(expect.arrayContaining(before))
  })

  test('keeps out who loses the access entry, with 401', async () => {
    await remove('AccessPolicyAssociation', 'provider')
    await remove('AccessEntry', 'provider')
    await eventually(async () => {
      const outcome = await readyNodes().catch((error: unknown) => error)
      expect(outcome).toMatchObject({ status: 401 })
    })
    await applyIn(cluster, namespace, [one('AccessEntry', 'provider'), one('AccessPolicyAssociation', 'provider')])
    await eventually(async () => expect(await readyNodes()).toHaveLength(3))
  })

  test('tells its log no token and no key', async () => {
    const text = JSON.stringify(await awsLog(cluster)) + twin.output()
    expect(text).not.toMatch(/k8s-aws-v1\.|PRIVATE KEY/)
  })

  test('stops with its deletion, and leaves nothing', async () => {
    await remove('NodeGroup', 'general')
    await eventually(async () => expect(await readyNodes()).toEqual([]))
    await remove('Cluster', 'workload')
    await eventually(async () => expect(workloadProcesses()).toEqual([]))
    await eventually(async () => expect(await readdir(join(cluster.twinState, 'clusters'))).toEqual([]))
  })
})
