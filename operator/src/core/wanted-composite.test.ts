import { expect, test } from 'vitest'
import { asMade } from '../../test/builders/as-built.ts'
import { reports } from '../../test/builders/reports.ts'
import { claimedPlatform } from '../../test/builders/stored-platform.ts'
import { applied, observing, planOf } from '../../test/builders/world.ts'
import { layerNames } from './layer-names.ts'

const live = claimedPlatform({ spec: { network: { interfaceEndpoints: true } } })

test.each([
  { layer: 'Database', late: 'clusterSecurityGroupId', of: 'Cluster' },
  { layer: 'Cache', late: 'clusterSecurityGroupId', of: 'Cluster' },
  { layer: 'Database', late: 'eventsTopicArn', of: 'Observability' },
  { layer: 'Secrets', late: 'cacheTokenSecretRef', of: 'Cache' },
  { layer: 'Identities', late: 'masterUserSecretArn databaseKeyArn', of: 'Database' },
  { layer: 'Observability', late: 'natGatewayIds', of: 'Network' },
  { layer: 'Observability', late: 'database', of: 'Database' },
  { layer: 'Observability', late: 'cache', of: 'Cache' },
  { layer: 'Observability', late: 'loadBalancer', of: 'Edge' },
  { layer: 'Observability', late: 'cluster', of: 'Cluster' },
  { layer: 'Registry', late: 'accountId', of: 'Network' },
] as const)('$layer takes up $late when $of reports it, and keeps it when $of is silent', ({ layer, late, of }) => {
  const fields = late.split(' ')
  const without = asMade(live, layer)
  const spec = Object.fromEntries(Object.entries(without.spec ?? {}).filter(([field]) => !fields.includes(field)))
  const others = layerNames.filter((name) => name !== layer).map((name) => asMade(live, name))
  const before = { ...without, spec: late === 'natGatewayIds' ? { ...spec, natGatewayIds: [] } : spec }
  const changes = applied(planOf(live, observing([...others, before])))
  expect(changes.map((change) => change.split(' ').toSorted())).toEqual([[`${layer}:`, ...fields].toSorted()])

  const silent = layerNames.map((name) =>
    asMade(
      live,
      name,
      name === of ? { status: Object.fromEntries(Object.keys(reports[of]).map((key) => [key, undefined])) } : {},
    ),
  )
  expect(applied(planOf(live, observing(silent)))).toEqual([])
})

test('a NAT gateway out of sight for a moment takes no alarm away', () => {
  const two = claimedPlatform({ spec: { network: { interfaceEndpoints: true, natGateways: 'PerZone' } } })
  const both = { status: { natGatewayIds: ['nat-0', 'nat-1'] } }
  const standing = layerNames.map((name) => asMade(two, name, name === 'Network' ? both : {}))
  const watching = (ids: readonly string[]) =>
    standing.map((one) =>
      one.kind === 'PlatformObservability' ? { ...one, spec: { ...one.spec, natGatewayIds: ids } } : one,
    )
  const onlyOne = watching(['nat-0', 'nat-1']).map((one) =>
    one.kind === 'PlatformNetwork' ? { ...one, status: { ...one.status, natGatewayIds: ['nat-0'] } } : one,
  )
  expect(applied(planOf(two, observing(onlyOne)))).toEqual([])
  expect(applied(planOf(two, observing(watching([]))))).toEqual(['Observability: natGatewayIds'])
})
