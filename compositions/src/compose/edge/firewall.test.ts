import { describe, expect, test } from 'vitest'
import { developmentEdge, productionEdge } from '../../../test/edge.ts'
import { settled } from '../../../test/observed.ts'
import { composeEdge } from './edge.ts'

const rulesIn = (composite: unknown, kind: string) =>
  Object.values(composeEdge(composite, settled(composite).observed).resources)
    .map(({ resource }) => resource)
    .filter((resource) => resource.kind === kind)
    .map(({ spec }) => spec.forProvider)

const ports = (rules: readonly Record<string, unknown>[]) => rules.map(({ fromPort }) => fromPort).sort()

describe.each([
  { profile: 'Development', composite: developmentEdge(), world: [80], pods: [8080] },
  { profile: 'Production', composite: productionEdge(), world: [443, 80], pods: [3000, 8080] },
])('$profile', ({ composite, world, pods }) => {
  const ingress = rulesIn(composite, 'SecurityGroupIngressRule')
  const egress = rulesIn(composite, 'SecurityGroupEgressRule')
  const cluster = ingress.filter(({ securityGroupId }) => securityGroupId === 'sg-0c1')

  test('the world reaches the ports of the load balancer and no other', () => {
    const open = ingress.filter(({ cidrIpv4 }) => cidrIpv4 !== undefined)
    expect(ports(open)).toEqual(world)
    for (const rule of open)
      expect(rule).toMatchObject({ cidrIpv4: '0.0.0.0/0', securityGroupIdRef: { name: 'tasks-edge-security-group' } })
    expect(ingress).toHaveLength(open.length + cluster.length)
  })

  test('the load balancer reaches the pods on their ports and nothing else', () => {
    expect(ports(egress)).toEqual(pods)
    for (const rule of egress) expect(rule).toMatchObject({ referencedSecurityGroupId: 'sg-0c1', ipProtocol: 'tcp' })
  })

  test('the cluster admits the load balancer on the same ports', () => {
    expect(ports(cluster)).toEqual(pods)
    for (const rule of cluster)
      expect(rule).toMatchObject({ referencedSecurityGroupIdRef: { name: 'tasks-edge-security-group' } })
  })

  test('no rule is for a range of ports, and each says what it is for', () => {
    for (const rule of [...ingress, ...egress]) {
      expect(rule['toPort']).toBe(rule['fromPort'])
      expect(rule['description']).toMatch(/\w/)
    }
  })
})

test('while the group of the cluster is unknown no rule names it', () => {
  const composite = productionEdge({ clusterSecurityGroupId: undefined })
  expect(rulesIn(composite, 'SecurityGroupEgressRule')).toEqual([])
  expect(ports(rulesIn(composite, 'SecurityGroupIngressRule'))).toEqual([443, 80])
})

test('another cluster has other rules: AWS moves none to another group', () => {
  const keys = (clusterSecurityGroupId: string) =>
    Object.keys(composeEdge(productionEdge({ clusterSecurityGroupId }), {}).resources).filter((key) =>
      key.includes('cluster-ingress'),
    )
  expect(keys('sg-0c2')).not.toEqual(keys('sg-0c1'))
})
