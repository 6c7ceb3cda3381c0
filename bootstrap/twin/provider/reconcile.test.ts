import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '../service/journal-entry.ts'
import { createMemoryCluster } from '../test/memory-cluster.ts'
import { kindOf, testAccount } from '../test/test-account.ts'
import { testProvider } from '../test/test-provider.ts'
import { reconcileManaged } from './reconcile.ts'

const region = 'ap-northeast-1'
const { signal } = new AbortController()

const world = (timeScale = 0) => {
  const aws = testAccount(timeScale)
  const cluster = createMemoryCluster()
  const provider = testProvider(aws, cluster, { timeScale })
  const look = (kind: string, name: string) => reconcileManaged(provider)(`${kind}/ns/${name}`, signal)
  const says = (kind: string, name: string) =>
    Object.fromEntries((cluster.read(kind, name)?.status?.conditions ?? []).map(({ type, reason }) => [type, reason]))
  const message = (kind: string, name: string, type = 'Synced') =>
    cluster.read(kind, name)?.status?.conditions?.find((condition) => condition.type === type)?.message
  const log = (op: JournalEntry['op']) => aws.entries.filter((entry) => entry.op === op)
  return { ...aws, cluster, look, says, message, log }
}

const vpcSpec = { forProvider: { region, cidrBlock: '10.0.0.0/16' } }
const putVpc = ({ cluster }: ReturnType<typeof world>) => cluster.put(kindOf('VPC'), 'vpc', vpcSpec)
const putSubnet = ({ cluster }: ReturnType<typeof world>, cidrBlock = '10.0.0.0/24') =>
  cluster.put(kindOf('Subnet'), 'subnet', { forProvider: { region, vpcIdRef: { name: 'vpc' }, cidrBlock } })

describe('a creation', () => {
  test('takes its time: the name and Ready come when AWS is done', async () => {
    const all = world(1)
    putVpc(all)
    expect(await all.look('VPC', 'vpc')).toEqual({ kind: 'again', afterMs: 20_000 })
    expect(all.says('VPC', 'vpc')).toEqual({ Ready: 'Creating', Synced: 'ReconcileSuccess' })
    expect(all.cluster.read('VPC', 'vpc')?.metadata.annotations).not.toHaveProperty('crossplane.io/external-name')

    await all.clock.advance(20_000)
    await all.look('VPC', 'vpc')
    expect(all.says('VPC', 'vpc')).toEqual({
      Ready: 'Available',
      Synced: 'ReconcileSuccess',
      LastAsyncOperation: 'Success',
    })
    const vpc = all.cluster.read('VPC', 'vpc')
    expect(vpc?.metadata).toMatchObject({
      finalizers: ['finalizer.managedresource.crossplane.io'],
      annotations: { 'crossplane.io/external-name': expect.stringMatching(/^vpc-[0-9a-f]{17}$/) },
    })
    expect(vpc?.spec.forProvider).toMatchObject({
      enableDnsSupport: true,
      instanceTenancy: 'default',
      tags: {
        'crossplane-kind': 'vpc.ec2.aws.m.upbound.io',
        'crossplane-name': 'vpc',
        'crossplane-providerconfig': 'default',
      },
    })
    expect(vpc?.status?.atProvider).toMatchObject({ ownerId: '111122223333', tagsAll: { 'crossplane-name': 'vpc' } })
  })

  test('needs three writes when nothing takes time, and none any more when settled', async () => {
    const all = world()
    putVpc(all)
    await all.look('VPC', 'vpc')
    expect(all.cluster.takeWrites()).toEqual(['patch VPC/vpc', 'patch VPC/vpc', 'status VPC/vpc'])
    await all.look('VPC', 'vpc')
    expect(all.cluster.takeWrites()).toEqual([])
    expect(all.entries).toHaveLength(1)
  })

  test.each([
    { why: 'dying before the name is written down makes nothing twice', before: 'patch' as const },
    { why: 'dying before the status is written down makes nothing twice', before: 'status' as const },
  ])('$why', async ({ before }) => {
    const all = world()
    putVpc(all)
    const claimed = all.cluster.patch
    let patches = 0
    Object.assign(all.cluster, {
      patch: async (...args: Parameters<typeof claimed>) => {
        patches += 1
        if (before === 'patch' && patches === 2) all.cluster.dieBefore('patch')
        return claimed(...args)
      },
    })
    if (before === 'status') all.cluster.dieBefore('status')
    await expect(all.look('VPC', 'vpc')).rejects.toThrow('the process died')
    expect(all.log('created')).toHaveLength(1)
    all.cluster.dieBefore(undefined)
    await all.look('VPC', 'vpc')
    expect(all.says('VPC', 'vpc')).toMatchObject({ Ready: 'Available' })
    expect(all.log('created')).toHaveLength(1)
  })

  test('refused, it says what AWS said and tries again more and more slowly', async () => {
    const all = world()
    putVpc(all)
    putSubnet(all, '192.168.0.0/24')
    await all.look('VPC', 'vpc')
    expect(await all.look('Subnet', 'subnet')).toEqual({ kind: 'again', afterMs: 1000 })
    expect(await all.look('Subnet', 'subnet')).toEqual({ kind: 'again', afterMs: 2000 })
    expect(all.says('Subnet', 'subnet')).toEqual({
      Ready: 'Creating',
      Synced: 'ReconcileError',
      LastAsyncOperation: 'AsyncCreateFailure',
    })
    expect(all.message('Subnet', 'subnet')).toMatch(
      /^create failed: async create failed: failed to create the resource: \[\{0 creating EC2 Subnet: operation error EC2: CreateSubnet, https response error StatusCode: 400, RequestID: [0-9a-f-]{36}, api error InvalidSubnet\.Range: The CIDR '192\.168\.0\.0\/24' is invalid\. {2}\[\]\}\]$/,
    )
    all.cluster.edit('Subnet', 'subnet', { spec: { forProvider: { cidrBlock: '10.0.9.0/24' } } })
    await all.look('Subnet', 'subnet')
    expect(all.says('Subnet', 'subnet')).toMatchObject({ Ready: 'Available', LastAsyncOperation: 'Success' })
  })

  test('for which the provider itself waits is in the making, without a complaint and without a line in the log', async () => {
    const all = world()
    const { id } = await all.make('Certificate', { domainName: 'tasks.example.com', validationMethod: 'DNS' })
    const lines = all.entries.length
    all.cluster.put(kindOf('CertificateValidation'), 'proof', { forProvider: { region, certificateArn: id } })
    expect(await all.look('CertificateValidation', 'proof')).toEqual({ kind: 'again', afterMs: 1000 })
    expect(all.says('CertificateValidation', 'proof')).toEqual({ Ready: 'Creating', Synced: 'ReconcileSuccess' })
    expect(all.entries).toHaveLength(lines)
  })

  test('waits for what it refers to, as the resolver says it', async () => {
    const all = world()
    putSubnet(all)
    await all.look('Subnet', 'subnet')
    expect(all.message('Subnet', 'subnet')).toBe(
      'cannot resolve references: mg.Spec.ForProvider.VPCID: cannot get referenced resource: VPC.ec2.aws.m.upbound.io "vpc" not found',
    )
    putVpc(all)
    await all.look('Subnet', 'subnet')
    expect(all.message('Subnet', 'subnet')).toBe(
      'cannot resolve references: mg.Spec.ForProvider.VPCID: referenced field was empty (referenced resource may not yet be ready)',
    )
    await all.look('VPC', 'vpc')
    await all.look('Subnet', 'subnet')
    expect(all.says('Subnet', 'subnet')).toMatchObject({ Ready: 'Available' })
  })

  test('only observing, it makes nothing and asks for what is not there', async () => {
    const all = world()
    all.cluster.put(kindOf('VPC'), 'vpc', { ...vpcSpec, managementPolicies: ['Observe'] })
    await all.look('VPC', 'vpc')
    expect(all.message('VPC', 'vpc')).toBe('observe failed: external resource does not exist')
    expect(all.entries).toEqual([])
  })

  test('of a name that exists takes over what is there', async () => {
    const all = world()
    const trust = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}'
    await all.make('Role', { assumeRolePolicy: trust, tags: {} }, 'role')
    all.cluster.put(kindOf('Role'), 'role', { forProvider: { assumeRolePolicy: trust } })
    await all.look('Role', 'role')
    expect(all.says('Role', 'role')).toMatchObject({ Ready: 'Available' })
    expect(all.log('created')).toHaveLength(1)
  })
})

describe('a creation that is cut off', () => {
  const pendingOf = (all: ReturnType<typeof world>, kind: string, name: string) =>
    all.cluster.read(kind, name)?.metadata.annotations?.['crossplane.io/external-create-pending']

  test('leaves the provider at a loss, until somebody says how it ended', async () => {
    const all = world()
    all.faults.set([{ type: 'cut-off', kind: 'VPC' }])
    putVpc(all)
    await all.look('VPC', 'vpc')
    await all.look('VPC', 'vpc')
    expect(all.log('created')).toHaveLength(1)
    expect(all.message('VPC', 'vpc', 'Synced')).toMatch(/^cannot determine creation result - remove the crossplane/)
    const failed = { 'crossplane.io/external-create-failed': pendingOf(all, 'VPC', 'vpc') ?? '' }
    all.cluster.edit('VPC', 'vpc', { metadata: { annotations: failed } })
    await all.look('VPC', 'vpc')
    expect(all.says('VPC', 'vpc')).toMatchObject({ Ready: 'Available' })
  })

  test('happens as often as the fault says', async () => {
    const all = world()
    all.faults.set([{ type: 'cut-off', times: 1, object: 'ns/vpc' }])
    putVpc(all)
    await all.look('VPC', 'vpc')
    all.cluster.put(kindOf('InternetGateway'), 'gate', { forProvider: { region } })
    await all.look('InternetGateway', 'gate')
    expect(all.says('InternetGateway', 'gate')).toMatchObject({ Ready: 'Available' })
  })
})

test('what somebody altered in AWS stands in the status for a moment before it is put right', async () => {
  const all = world()
  putVpc(all)
  await all.look('VPC', 'vpc')
  const told = () => all.cluster.read('VPC', 'vpc')?.status?.atProvider ?? {}
  await all.account.alterOutside('VPC', region, String(told()['id']), { tags: {} })
  await all.look('VPC', 'vpc')
  expect(told()['tags']).toEqual({})
  expect(all.log('modified')).toHaveLength(0)
  await all.look('VPC', 'vpc')
  expect(told()['tags']).toMatchObject({ 'crossplane-name': 'vpc' })
  expect(all.log('modified')).toHaveLength(1)
})

describe('a change', () => {
  test('is made once, and what initProvider says is left alone afterwards', async () => {
    const all = world()
    all.cluster.put(kindOf('VPC'), 'vpc', { ...vpcSpec, initProvider: { enableDnsHostnames: true } })
    await all.look('VPC', 'vpc')
    expect(all.cluster.read('VPC', 'vpc')?.status?.atProvider).toMatchObject({ enableDnsHostnames: true })
    const id = String(all.cluster.read('VPC', 'vpc')?.status?.atProvider?.['id'])
    await all.account.alterOutside('VPC', region, id, { enableDnsHostnames: false })
    all.cluster.edit('VPC', 'vpc', { spec: { forProvider: { tags: { team: 'a' } } } })
    await all.look('VPC', 'vpc')
    await all.look('VPC', 'vpc')
    expect(all.log('modified')).toMatchObject([{ changes: { tags: { team: 'a' } } }])
    expect(all.cluster.read('VPC', 'vpc')?.status?.atProvider).toMatchObject({ enableDnsHostnames: false })
  })

  test('that would need another resource is refused, in each of the two ways of the provider', async () => {
    const all = world()
    putVpc(all)
    await all.look('VPC', 'vpc')
    all.cluster.put(kindOf('SecurityGroup'), 'a', { forProvider: { region, name: 'a', vpcIdRef: { name: 'vpc' } } })
    await all.look('SecurityGroup', 'a')
    const rule = { region, securityGroupIdRef: { name: 'a' }, cidrIpv4: '10.0.0.0/16', ipProtocol: '-1' }
    all.cluster.put(kindOf('SecurityGroupIngressRule'), 'r', { forProvider: rule })
    await all.look('SecurityGroupIngressRule', 'r')
    all.cluster.edit('SecurityGroup', 'a', { spec: { forProvider: { description: 'new' } } })
    all.cluster.edit('SecurityGroupIngressRule', 'r', { spec: { forProvider: { securityGroupId: 'sg-0' } } })
    await all.look('SecurityGroup', 'a')
    await all.look('SecurityGroupIngressRule', 'r')
    expect(all.message('SecurityGroup', 'a', 'LastAsyncOperation')).toBe(
      'async update failed: refuse to update the external resource because the following update requires replacing it: cannot change the value of the argument "description" from "Managed by Terraform" to "new"',
    )
    expect(all.message('SecurityGroupIngressRule', 'r', 'LastAsyncOperation')).toBe(
      'async update failed: diff contains fields that require resource replacement: AttributeName("security_group_id"), ',
    )
    expect(all.log('modified')).toEqual([])
  })
})

describe('a deletion', () => {
  const network = async (timeScale: number) => {
    const all = world(timeScale)
    putVpc(all)
    putSubnet(all)
    await all.look('VPC', 'vpc')
    await all.clock.advance(60_000 * timeScale)
    await all.look('VPC', 'vpc')
    await all.look('Subnet', 'subnet')
    await all.clock.advance(60_000 * timeScale)
    await all.look('Subnet', 'subnet')
    expect(all.says('Subnet', 'subnet')).toMatchObject({ Ready: 'Available' })
    return all
  }

  test('is refused while something depends on it, and goes through when that is gone', async () => {
    const all = await network(0)
    all.cluster.delete('VPC', 'vpc')
    await all.look('VPC', 'vpc')
    expect(all.says('VPC', 'vpc')).toMatchObject({ Ready: 'Deleting', LastAsyncOperation: 'AsyncDeleteFailure' })
    expect(all.message('VPC', 'vpc')).toContain(
      'delete failed: async delete failed: failed to delete the resource: [{0 deleting EC2 VPC (vpc-',
    )
    all.cluster.delete('Subnet', 'subnet')
    await all.look('Subnet', 'subnet')
    await all.look('VPC', 'vpc')
    expect([all.cluster.read('VPC', 'vpc'), all.cluster.read('Subnet', 'subnet')]).toEqual([undefined, undefined])
  })

  test('of a VPC is tried for five minutes before the provider complains', async () => {
    const all = await network(1)
    all.cluster.delete('VPC', 'vpc')
    await all.look('VPC', 'vpc')
    await all.clock.advance(299_000)
    await all.look('VPC', 'vpc')
    expect(all.says('VPC', 'vpc')).toMatchObject({ Ready: 'Deleting', Synced: 'ReconcileSuccess' })
    await all.clock.advance(2_000)
    await all.look('VPC', 'vpc')
    expect(all.says('VPC', 'vpc')).toMatchObject({ Ready: 'Deleting', Synced: 'ReconcileError' })
  })

  test('waits until nobody else holds the object', async () => {
    const all = await network(0)
    all.cluster.edit('Subnet', 'subnet', {
      metadata: { finalizers: ['finalizer.managedresource.crossplane.io', 'foregroundDeletion'] },
    })
    all.cluster.delete('Subnet', 'subnet')
    await all.look('Subnet', 'subnet')
    expect(all.log('deleted')).toEqual([])
  })

  test('without Delete among the policies leaves the resource behind', async () => {
    const all = await network(0)
    all.cluster.edit('Subnet', 'subnet', { spec: { managementPolicies: ['Observe', 'Create', 'Update'] } })
    all.cluster.delete('Subnet', 'subnet')
    await all.look('Subnet', 'subnet')
    expect(all.cluster.read('Subnet', 'subnet')).toBeUndefined()
    expect(all.account.list().map(({ kind }) => kind)).toContain('Subnet')
  })
})
