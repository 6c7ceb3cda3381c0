import type { Resource } from '@taskplatform/operator/kube/resource'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Manifest } from '../local/install/resources.ts'
import { externalNameOf, type Managed } from './provider/managed.ts'
import {
  applyIn,
  awsLog,
  conditionOf,
  creationsIn,
  eventually,
  managedIn,
  notReady,
  resourceOf,
  type SmallCluster,
  startSmallCluster,
  twinRequests,
} from './test/small-cluster.ts'
import { startTwin, type TwinProcess } from './test/twin-process.ts'

let cluster: SmallCluster
let twin: TwinProcess | undefined

beforeAll(async () => {
  cluster = await startSmallCluster()
})
afterEach(async () => {
  await twin?.kill()
})
afterAll(async () => {
  await cluster?.close()
  await cluster?.stack.remove()
})

const start = async (timeScale = 0): Promise<TwinProcess> => {
  twin = await startTwin({
    kubeconfigPath: cluster.stack.kubeconfigOf('twin'),
    stateDir: cluster.twinState,
    timeScale,
  })
  return twin
}

const allReady = (namespace: string, of = cluster.network) =>
  eventually(async () => {
    const all = await managedIn(cluster, namespace, of)
    expect(notReady(all)).toEqual([])
    expect(all).toHaveLength(of.length)
    return all
  })

const named = (all: readonly Managed[], kind: string, name: string): Managed => {
  const found = all.find((managed) => managed.kind === kind && managed.metadata.name === name)
  if (!found) throw new RangeError(`no ${kind} ${name}`)
  return found
}

const manifest = (kind: string, name: string): Manifest => {
  const found = cluster.network.find((one) => one.kind === kind && one.metadata.name === name)
  if (!found) throw new RangeError(`no ${kind} ${name} in network.yaml`)
  return found
}

const removeAll = async (namespace: string, of: readonly Manifest[]) => {
  for (const one of of)
    await cluster.client.remove(
      resourceOf(one),
      { namespace, name: one.metadata.name },
      { propagation: 'Background', signal: cluster.signal },
    )
}

const allGone = (namespace: string) =>
  eventually(async () => {
    const left = await managedIn(cluster, namespace, cluster.network)
    expect(
      left.map((managed) => `${managed.kind}/${managed.metadata.name} ${JSON.stringify(managed.status?.conditions)}`),
    ).toEqual([])
  })

/** No request of the twin for two seconds: nothing is left to be said. */
const rests = () =>
  eventually(async () => {
    const before = await twinRequests(cluster)
    expect(before).not.toEqual([])
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    expect((await twinRequests(cluster)).slice(before.length)).toEqual([])
  })

const twinWrites = async () => (await twinRequests(cluster)).filter((request) => !/^(get|list) /.test(request))

const patch = (one: Manifest, namespace: string, change: object) =>
  cluster.client.mergePatch(resourceOf(one), { namespace, name: one.metadata.name }, change, { signal: cluster.signal })

describe('a small network', () => {
  test('becomes ready with ids that fit together, each made once, then rests, also after a crash, and goes in any order', async () => {
    await start()
    await applyIn(cluster, 'small', cluster.network)
    const all = await allReady('small')

    const vpcId = externalNameOf(named(all, 'VPC', 'vpc'))
    expect(vpcId).toMatch(/^vpc-[0-9a-f]{17}$/)
    expect(named(all, 'Subnet', 'public').spec.forProvider['vpcId']).toBe(vpcId)
    expect(named(all, 'Subnet', 'private').spec.forProvider['vpcIdRef']).toEqual({ name: 'vpc' })
    expect(named(all, 'FlowLog', 'all').status?.atProvider).toMatchObject({
      vpcId,
      logDestination: named(all, 'Group', 'logs').status?.atProvider?.['arn'],
      iamRoleArn: 'arn:aws:iam::111122223333:role/flow-logs',
    })
    await eventually(async () => {
      const [sts] = await managedIn(cluster, 'small', [manifest('VPCEndpoint', 'sts')])
      expect(sts?.status?.atProvider).toMatchObject({
        subnetIds: [externalNameOf(named(all, 'Subnet', 'private'))],
        securityGroupIds: [externalNameOf(named(all, 'SecurityGroup', 'endpoints'))],
      })
    })
    expect([...creationsIn(await awsLog(cluster), 'small').values()].filter((count) => count !== 1)).toEqual([])
    expect(creationsIn(await awsLog(cluster), 'small').size).toBe(cluster.network.length)

    await rests()
    const before = await twinWrites()
    await twin?.kill()
    await start()
    await rests()
    expect((await twinWrites()).slice(before.length)).toEqual([])

    await removeAll('small', cluster.network)
    await allGone('small')
  })

  test('a VPC with subnets is kept with the words of AWS, and goes when they are gone', async () => {
    await start()
    const few = [manifest('VPC', 'vpc'), manifest('Subnet', 'public')]
    await applyIn(cluster, 'kept', few)
    await allReady('kept', few)

    await removeAll('kept', few.slice(0, 1))
    await eventually(async () => {
      const [vpc] = await managedIn(cluster, 'kept', few)
      expect(conditionOf(vpc, 'Synced')?.message).toContain('api error DependencyViolation: The vpc')
      expect(conditionOf(vpc, 'Ready')).toMatchObject({ status: 'False', reason: 'Deleting' })
    })
    await removeAll('kept', few.slice(1))
    await allGone('kept')
  })

  test('killed in the middle, the twin goes on where it was and makes nothing twice', async () => {
    const first = await start(0.02)
    await applyIn(cluster, 'killed', cluster.network)
    await eventually(async () => expect(creationsIn(await awsLog(cluster), 'killed').size).toBeGreaterThan(5))
    await first.kill()
    const second = await start(0.02)
    await eventually(async () => expect(creationsIn(await awsLog(cluster), 'killed').size).toBeGreaterThan(14))
    await second.kill()
    await start(0)
    await allReady('killed')
    expect([...creationsIn(await awsLog(cluster), 'killed').values()].filter((count) => count !== 1)).toEqual([])
    expect(creationsIn(await awsLog(cluster), 'killed').size).toBe(cluster.network.length)
    await removeAll('killed', cluster.network)
    await allGone('killed')
  })

  test('a creation whose outcome was never written down is found again', async () => {
    const first = await start()
    const few = [manifest('VPC', 'vpc')]
    await applyIn(cluster, 'lost', few)
    const [made] = await allReady('lost', few)
    await first.kill()
    const forgotten = { 'crossplane.io/external-name': null, 'crossplane.io/external-create-succeeded': null }
    await patch(manifest('VPC', 'vpc'), 'lost', { metadata: { annotations: forgotten } })
    await start()
    await eventually(async () => {
      const [found] = await managedIn(cluster, 'lost', few)
      expect(found && externalNameOf(found)).toBe(made && externalNameOf(made))
    })
    expect(creationsIn(await awsLog(cluster), 'lost').get('VPC/lost/vpc')).toBe(1)
  })
})

describe('one VPC', () => {
  const few = () => [manifest('VPC', 'vpc')]
  const vpcIn = async (namespace: string) => (await managedIn(cluster, namespace, few()))[0]

  test('a change that needs another VPC is refused as upjet refuses it, once in the AWS-side log', async () => {
    await start()
    await applyIn(cluster, 'replaced', few())
    await allReady('replaced', few())
    await patch(manifest('VPC', 'vpc'), 'replaced', { spec: { forProvider: { cidrBlock: '10.1.0.0/16' } } })
    await eventually(async () =>
      expect(conditionOf(await vpcIn('replaced'), 'Synced')?.message).toBe(
        'update failed: async update failed: refuse to update the external resource because the following update requires replacing it: cannot change the value of the argument "cidr_block" from "10.0.0.0/16" to "10.1.0.0/16"',
      ),
    )
    await patch(manifest('VPC', 'vpc'), 'replaced', { spec: { forProvider: { cidrBlock: '10.0.0.0/16' } } })
    await allReady('replaced', few())
    const refused = (await awsLog(cluster)).filter(({ op }) => op === 'replacement-refused')
    expect(refused).toMatchObject([{ owner: 'VPC/replaced/vpc', argument: 'cidrBlock' }])
  })

  test('altered and deleted outside, it is put back', async () => {
    const { url } = await start()
    await applyIn(cluster, 'drift', few())
    const [vpc] = await allReady('drift', few())
    const id = vpc ? externalNameOf(vpc) : ''
    const resource = `${url}/aws/resources/VPC/ap-northeast-1/${id}`
    await fetch(resource, { method: 'PATCH', body: JSON.stringify({ enableDnsHostnames: false }) })
    await eventually(async () =>
      expect(await awsLog(cluster)).toContainEqual(
        expect.objectContaining({ op: 'modified', id, changes: { enableDnsHostnames: true } }),
      ),
    )
    await fetch(resource, { method: 'DELETE' })
    await eventually(async () => {
      const again = await vpcIn('drift')
      expect(again && externalNameOf(again)).toMatch(/^vpc-/)
      expect(again && externalNameOf(again)).not.toBe(id)
    })
  })

  test('paused it is left alone; without Delete in its policies it leaves the VPC behind', async () => {
    await start()
    const pausedVpc = { ...manifest('VPC', 'vpc') }
    const annotated = {
      ...pausedVpc,
      metadata: { ...pausedVpc.metadata, annotations: { 'crossplane.io/paused': 'true' } },
    }
    await applyIn(cluster, 'paused', [annotated])
    await eventually(async () =>
      expect(conditionOf(await vpcIn('paused'), 'Synced')).toMatchObject({
        status: 'False',
        reason: 'ReconcilePaused',
      }),
    )
    const policies = ['Observe', 'Create', 'Update', 'LateInitialize']
    await patch(pausedVpc, 'paused', {
      metadata: { annotations: { 'crossplane.io/paused': null } },
      spec: { managementPolicies: policies },
    })
    const [vpc] = await allReady('paused', few())
    await removeAll('paused', few())
    await eventually(async () => expect(await vpcIn('paused')).toBeUndefined())
    const left = (await awsLog(cluster)).filter(
      (entry) => entry.op === 'deleted' && entry.id === (vpc && externalNameOf(vpc)),
    )
    expect(left).toEqual([])
  })

  test('without its provider configuration it says so, and goes on when that is there', async () => {
    await start()
    const vpc = manifest('VPC', 'vpc')
    const spec = { ...(vpc as unknown as Managed).spec, providerConfigRef: { kind: 'ProviderConfig', name: 'own' } }
    await applyIn(cluster, 'config', [{ ...vpc, spec } as Manifest])
    await eventually(async () =>
      expect(conditionOf(await vpcIn('config'), 'Synced')?.message).toBe(
        'connect failed: cannot initialize the Terraform plugin SDK async external client: cannot get terraform setup: cannot get referenced ProviderConfig: ProviderConfig.aws.m.upbound.io "own" not found',
      ),
    )
    const config = {
      apiVersion: 'aws.m.upbound.io/v1beta1',
      kind: 'ProviderConfig',
      metadata: { name: 'own', namespace: 'config' },
      spec: { credentials: { source: 'None' } },
    }
    await cluster.client.create(ownConfigs, config, { signal: cluster.signal })
    await allReady('config', few())
  })

  test.each([
    {
      why: 'throttled, it says so with the words of AWS and then goes on',
      fault: {
        type: 'refuse',
        kind: 'VPC',
        verb: 'create',
        code: 'RequestLimitExceeded',
        message: 'Request limit exceeded.',
        status: 503,
      },
      says: 'StatusCode: 503, RequestID: ',
    },
    {
      why: 'over the quota, it says so with the words of AWS and then goes on',
      fault: { type: 'quotas', quotas: { vpcsPerRegion: 0 } },
      says: 'api error VpcLimitExceeded: The maximum number of VPCs has been reached.  []}]',
    },
  ])('$why', async ({ fault, says }) => {
    const { url } = await start()
    const namespace = fault.type
    await fetch(`${url}/faults`, { method: 'PUT', body: JSON.stringify([fault]) })
    await applyIn(cluster, namespace, few())
    await eventually(async () =>
      expect(conditionOf(await vpcIn(namespace), 'LastAsyncOperation')?.message).toContain(says),
    )
    await fetch(`${url}/faults`, { method: 'DELETE' })
    await allReady(namespace, few())
  })

  test('asked to stop, the twin ends well and soon', async () => {
    const running = await start()
    const begun = Date.now()
    expect(await running.stop()).toBe(0)
    expect(Date.now() - begun).toBeLessThan(10_000)
  })
})

const ownConfigs: Resource = {
  group: 'aws.m.upbound.io',
  version: 'v1beta1',
  kind: 'ProviderConfig',
  plural: 'providerconfigs',
  namespaced: true,
}
