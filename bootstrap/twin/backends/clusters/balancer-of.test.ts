import { expect, test } from 'vitest'
import { testAccount } from '../../test/test-account.ts'
import { balancerOf, partsOf } from './balancer-of.ts'

const service = { namespace: 'web', name: 'front', uid: '6f0c4d5e-1111-4222-8333-123456789abc', isInternal: false }
const region = 'ap-northeast-1'

async function networkWith(tags: Record<string, string>) {
  const aws = testAccount()
  const vpc = await aws.make('VPC', { cidrBlock: '10.0.0.0/16' })
  const subnet = await aws.make('Subnet', { vpcId: vpc.id, cidrBlock: '10.0.0.0/20', tags })
  await aws.account.makeOutside('Cluster', region, 'tasks', { vpcConfig: { vpcId: vpc.id } })
  return { aws, vpc, subnet, world: () => aws.account.world(region) }
}

test('a Service gets a load balancer with a group of its own and an interface in each subnet for the internet', async () => {
  const { world, subnet, vpc } = await networkWith({ 'kubernetes.io/role/elb': '1' })
  const balancer = balancerOf(world(), 'tasks', service)
  expect(balancer?.hostname).toMatch(/^a6f0c4d5e111142228333123456789ab-\d+\.ap-northeast-1\.elb\.amazonaws\.com$/)
  expect(balancer?.parts.map(({ kind }) => kind)).toEqual(['SecurityGroup', 'ClassicLoadBalancer', 'NetworkInterface'])
  expect(balancer?.parts[2]?.attributes).toMatchObject({ subnetId: subnet.id, vpcId: vpc.id, isPublic: true })
})

test('an internal one does not stand in subnets for the internet, and without a subnet there is none', async () => {
  const { world } = await networkWith({ 'kubernetes.io/role/elb': '1' })
  expect(balancerOf(world(), 'tasks', { ...service, isInternal: true })).toBeUndefined()
})

test('what is left of it keeps its subnet and its VPC, and names are found again', async () => {
  const { aws, world, subnet, vpc } = await networkWith({ 'kubernetes.io/role/elb': '1' })
  const parts = balancerOf(world(), 'tasks', service)?.parts ?? []
  for (const { kind, id, attributes } of parts) await aws.account.makeOutside(kind, region, id, attributes)
  expect(await aws.remove(subnet)).toMatchObject({ code: 'DependencyViolation' })
  expect(await aws.remove(vpc)).toMatchObject({ code: 'DependencyViolation' })
  const found = partsOf(world(), service)
  expect(found.map(({ id }) => id).sort()).toEqual(parts.map(({ id }) => id).sort())
  for (const { kind, id } of found) await aws.account.alterOutside(kind, region, id, 'delete')
  expect(await aws.remove(subnet)).toBeUndefined()
  expect(await aws.remove(vpc)).toBeUndefined()
})
