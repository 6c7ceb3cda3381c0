import { expect, test } from 'vitest'
import { asBuilt, asMade } from '../../test/builders/as-built.ts'
import { creating } from '../../test/builders/composite.ts'
import { reports } from '../../test/builders/reports.ts'
import { claimedPlatform } from '../../test/builders/stored-platform.ts'
import { applied, observing, planOf } from '../../test/builders/world.ts'
import { type LayerName, layerNames } from './layer-names.ts'

const live = claimedPlatform({ spec: { network: { interfaceEndpoints: true } } })

const made = (...names: readonly LayerName[]) => names.map((name) => asMade(live, name))

test.each([
  {
    why: 'nothing exists: what needs nothing starts',
    observed: observing([]),
    starts: ['Network', 'Registry', 'Secrets', 'Observability'],
  },
  {
    why: 'the subnets have ids: cluster, database and cache start together, while NAT is still being made',
    observed: observing([
      asBuilt(live, 'Network', { status: reports.Network, resources: creating }),
      ...made('Registry', 'Secrets', 'Observability'),
    ]),
    starts: ['Endpoints', 'Cluster', 'Database', 'Cache'],
  },
  {
    why: 'the cluster is active but its nodes are not: the edge and the identities start',
    observed: observing([
      ...made('Network', 'Endpoints', 'Database', 'Cache', 'Registry', 'Secrets', 'Observability'),
      asBuilt(live, 'Cluster', { status: { ...reports.Cluster, nodeGroups: [] }, resources: creating }),
    ]),
    starts: ['Edge', 'Identities'],
  },
  {
    why: 'the secrets are not there yet: the identities wait for them, and for nothing else',
    observed: observing([
      ...made('Network', 'Endpoints', 'Cluster', 'Database', 'Cache', 'Registry', 'Edge', 'Observability'),
      asBuilt(live, 'Secrets', { resources: creating }),
    ]),
    starts: [],
  },
])('$why', ({ observed, starts }) => {
  const fresh = applied(planOf(live, observed)).filter((name) => !name.includes(':'))
  expect(fresh).toEqual(starts)
})

test('all layers made: nothing to do', () => {
  expect(planOf(live, observing(made(...layerNames)))).toEqual([])
})
