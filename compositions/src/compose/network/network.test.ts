import { describe, expect, test } from 'vitest'
import { developmentNetwork, productionNetwork } from '../../../test/composites.ts'
import { kept } from '../../../test/data.ts'
import { settled } from '../../../test/observed.ts'
import type { Composition } from '../../composition.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import { composeNetwork } from './network.ts'

const kindsIn = (composition: Composition): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { resource } of Object.values(composition.resources))
    counts[resource.kind] = (counts[resource.kind] ?? 0) + 1
  return counts
}

const all = (composition: Composition, kind: string): [string, ManagedResource][] =>
  Object.entries(composition.resources)
    .filter(([, { resource }]) => resource.kind === kind)
    .map(([key, { resource }]) => [key, resource])

const development = settled(developmentNetwork()).composition
const production = settled(productionNetwork()).composition

test.each([
  {
    why: 'Development: two zones, one NAT gateway, no flow logs',
    composition: development,
    kinds: {
      VPC: 1,
      InternetGateway: 1,
      DefaultSecurityGroup: 1,
      Subnet: 6,
      EIP: 1,
      NATGateway: 1,
      RouteTable: 4,
      Route: 3,
      RouteTableAssociation: 6,
      VPCEndpoint: 1,
      VPCEndpointRouteTableAssociation: 3,
    },
  },
  {
    why: 'Production: three zones, a NAT gateway in each, flow logs',
    composition: production,
    kinds: {
      VPC: 1,
      InternetGateway: 1,
      DefaultSecurityGroup: 1,
      Subnet: 9,
      EIP: 3,
      NATGateway: 3,
      RouteTable: 5,
      Route: 4,
      RouteTableAssociation: 9,
      VPCEndpoint: 1,
      VPCEndpointRouteTableAssociation: 4,
      Key: 1,
      Group: 1,
      Role: 1,
      RolePolicy: 1,
      FlowLog: 1,
    },
  },
])('$why', ({ composition, kinds }) => expect(kindsIn(composition)).toEqual(kinds))

test('the largest network stays under the 50 resources that Crossplane takes well', () =>
  expect(Object.keys(production.resources).length).toBeLessThan(50))

describe.each([
  { profile: 'Development', composition: development },
  { profile: 'Production', composition: production },
])('$profile', ({ composition }) => {
  const field = (resource: ManagedResource, name: string) => resource.spec.forProvider[name]
  const nameIn = (resource: ManagedResource, name: string) =>
    (field(resource, name) as { name: string } | undefined)?.name
  const tablesWithRouteTo = (target: string) =>
    all(composition, 'Route')
      .filter(([, route]) => field(route, target) !== undefined)
      .map(([, route]) => nameIn(route, 'routeTableIdRef'))

  test('only the public route table leads to the internet gateway', () =>
    expect(tablesWithRouteTo('gatewayIdRef')).toEqual(['tasks-network-route-table-public']))

  test('private subnets go out through NAT gateways only, and data subnets not at all', () => {
    const associated = (tier: string) =>
      all(composition, 'RouteTableAssociation')
        .filter(([key]) => key.includes(`-${tier}-`))
        .map(([, one]) => nameIn(one, 'routeTableIdRef'))
    expect(tablesWithRouteTo('natGatewayIdRef').sort()).toEqual(associated('private').sort())
    expect(new Set(associated('data'))).toEqual(new Set(['tasks-network-route-table-data']))
    expect([...tablesWithRouteTo('natGatewayIdRef'), ...tablesWithRouteTo('gatewayIdRef')]).not.toContain(
      'tasks-network-route-table-data',
    )
  })

  test('NAT gateways stand in public subnets', () => {
    for (const [, gateway] of all(composition, 'NATGateway'))
      expect(nameIn(gateway, 'subnetIdRef')).toMatch(/^tasks-network-subnet-public-/)
  })

  test('no subnet hands out public addresses, and each carries the role of its tier', () => {
    for (const [key, subnet] of all(composition, 'Subnet')) {
      const tags = field(subnet, 'tags') as Record<string, string>
      expect(field(subnet, 'mapPublicIpOnLaunch')).toBe(false)
      expect(tags['kubernetes.io/role/elb']).toBe(key.includes('-public-') ? '1' : undefined)
      expect(tags['kubernetes.io/role/internal-elb']).toBe(key.includes('-private-') ? '1' : undefined)
    }
  })

  test('the default security group has no rule and may not learn one', () => {
    const [, group] = all(composition, 'DefaultSecurityGroup')[0] ?? []
    expect(group?.spec.forProvider).toMatchObject({ ingress: [], egress: [] })
    expect(group?.spec.managementPolicies).toEqual(['Observe', 'Create', 'Update', 'Delete'])
  })

  test('S3 is reached from every private and data route table without NAT', () =>
    expect(
      all(composition, 'VPCEndpointRouteTableAssociation').map(([, one]) => nameIn(one, 'routeTableIdRef')),
    ).toEqual(
      all(composition, 'RouteTable')
        .map(([, table]) => table.metadata.name)
        .filter((name) => name !== 'tasks-network-route-table-public'),
    ))

  test('every reference names a resource of this composition', () => {
    const names = new Set(Object.values(composition.resources).map(({ resource }) => resource.metadata.name))
    const references = Object.values(composition.resources).flatMap(({ resource }) =>
      Object.entries(resource.spec.forProvider).filter(([name]) => name.endsWith('Ref')),
    )
    expect(references.length).toBeGreaterThan(20)
    for (const [, reference] of references) expect(names).toContain((reference as { name: string }).name)
  })

  test('everything that takes tags says whose it is', () => {
    const tagged = Object.values(composition.resources).filter(({ resource }) => resource.spec.forProvider['tags'])
    expect(tagged.length).toBeGreaterThan(10)
    for (const { resource } of tagged)
      expect(resource.spec.forProvider['tags']).toMatchObject({
        project: 'tasks',
        'managed-by': 'taskplatform',
        'taskplatform.dev/platform': 'tasks',
        'taskplatform.dev/namespace': 'team-tasks',
        Name: `team-tasks/${resource.metadata.name}`,
      })
  })
})

test('40 tags of the user, ours and the three of the provider are within the 50 that AWS takes', () => {
  const tags = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`tag-${index}`, 'x']))
  for (const { resource } of Object.values(settled(productionNetwork({ tags })).composition.resources))
    expect(Object.keys(resource.spec.forProvider['tags'] ?? {}).length + 3).toBeLessThanOrEqual(50)
})

test('a zone more adds keys and changes nothing that was there', () => {
  const zones = ['ap-northeast-1a', 'ap-northeast-1c']
  const two = settled(productionNetwork({ availabilityZones: zones }))
  const three = composeNetwork(productionNetwork({ availabilityZones: [...zones, 'ap-northeast-1d'] }), two.observed)
  expect(three.resources).toMatchObject(two.composition.resources)
  const added = Object.keys(three.resources).filter((key) => !(key in two.composition.resources))
  expect(added.every((key) => key.endsWith('ap-northeast-1d'))).toBe(true)
})

test.each([
  { why: 'what was applied by hand is a platform of its own', metadata: { labels: {} }, project: 'tasks-network' },
  { why: 'tags of the user win over the default project', tags: { project: 'apollo' }, project: 'apollo' },
  {
    why: 'but not over those that say whose it is',
    tags: { 'taskplatform.dev/platform': 'other' },
    project: 'tasks',
  },
])('$why', ({ metadata = {}, tags = {}, project }) => {
  const { resources } = composeNetwork(productionNetwork({ tags }, metadata), {})
  const made = resources['vpc']?.resource.spec.forProvider['tags'] as Record<string, string>
  expect(made['project']).toBe(project)
  expect(made['taskplatform.dev/platform']).not.toBe('other')
})

describe('what stays in AWS when the network is deleted', () => {
  test.each(['Snapshot', 'Delete'] as const)('%s: nothing', (dataPolicy) =>
    expect(kept(settled(productionNetwork({ dataPolicy })).composition)).toEqual([]),
  )

  test('Retain: the VPC and all that a data subnet is, and nothing with a way to the internet', () =>
    expect(kept(settled(productionNetwork({ dataPolicy: 'Retain' })).composition)).toEqual(
      [
        'vpc',
        'route-table-data',
        ...['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d'].flatMap((zone) => [
          `subnet-data-${zone}`,
          `route-table-association-data-${zone}`,
        ]),
      ].sort(),
    ))
})
