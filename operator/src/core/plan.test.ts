import { expect, test } from 'vitest'
import { asBuilt } from '../../test/builders/as-built.ts'
import { available, composite, creating, networkIds } from '../../test/builders/composite.ts'
import { installation } from '../../test/builders/installation.ts'
import { claimedPlatform, deletedPlatform, storedPlatform } from '../../test/builders/stored-platform.ts'
import type { Composite } from './composite.ts'
import type { LayerName } from './layer-names.ts'
import { endpoints } from './layers/endpoints.ts'
import { network } from './layers/network.ts'
import type { Observed } from './observed.ts'
import { type Plan, planFor } from './plan.ts'
import { parsePlatform } from './platform.ts'

/** Two layers are enough to show the way of one; how ten go together is in plan-graph.test.ts. */
const layers = [network, endpoints]

const withEndpoints = { network: { interfaceEndpoints: true } }

const observing = (...composites: readonly Composite[]): Observed => ({
  composites: new Map(composites.map((item) => [item.kind.replace('Platform', '') as LayerName, item])),
})

const summary = (plan: Plan): readonly string[] =>
  plan.map((step) => {
    switch (step.do) {
      case 'apply':
        return `apply ${step.composite.metadata.name}${step.exists ? `: ${step.changes.join(' ')}` : ''}`
      case 'remove':
        return `remove ${step.composite.metadata.name}`
      case 'wait':
        return `wait ${step.subject}: ${step.message}`
      default:
        return step.do
    }
  })

const live = claimedPlatform({ spec: withEndpoints })
const ready = { status: networkIds, resources: available }
const deleting = { metadata: { deletionTimestamp: '2026-11-24T09:31:00Z' } }

test.each([
  {
    why: 'nothing exists: the finalizer comes before the first layer',
    given: storedPlatform({ spec: withEndpoints }),
    observed: observing(),
    steps: ['claim'],
  },
  {
    why: 'nothing exists and it is claimed: what needs no other layer is made',
    given: live,
    observed: observing(),
    steps: [
      'apply tasks-network',
      'wait Network: PlatformNetwork tasks-network is being created',
      'wait Endpoints: waiting for the id of the VPC',
    ],
  },
  {
    why: 'the subnets have ids: the endpoints start although the NAT gateway is not ready',
    given: live,
    observed: observing(asBuilt(live, 'Network', { status: networkIds, resources: creating })),
    steps: [
      'wait Network: NATGateway tasks-network-nat is being created',
      'apply tasks-endpoints',
      'wait Endpoints: PlatformEndpoints tasks-endpoints is being created',
    ],
  },
  {
    why: 'all is as it should be: an empty plan, and so no request',
    given: live,
    observed: observing(asBuilt(live, 'Network', ready), asBuilt(live, 'Endpoints', { resources: available })),
    steps: [],
  },
  {
    why: 'somebody edited the composite: only what differs is named',
    given: claimedPlatform(),
    observed: observing(
      composite('PlatformNetwork', {
        ...ready,
        spec: { ...asBuilt(claimedPlatform(), 'Network').spec, natGateways: 'PerZone' },
      }),
    ),
    steps: ['apply tasks-network: natGateways', 'wait Network: PlatformNetwork tasks-network is being updated'],
  },
  {
    why: 'the network lost its ids for a moment: the endpoints stay as they are',
    given: live,
    observed: observing(
      asBuilt(live, 'Network', { resources: creating }),
      asBuilt(live, 'Endpoints', { resources: available }),
    ),
    steps: ['wait Network: NATGateway tasks-network-nat is being created'],
  },
  {
    why: 'the endpoints are no longer asked for',
    given: claimedPlatform(),
    observed: observing(asBuilt(claimedPlatform(), 'Network', ready), asBuilt(live, 'Endpoints')),
    steps: ['remove tasks-endpoints', 'wait Endpoints: PlatformEndpoints tasks-endpoints is being deleted'],
  },
  {
    why: 'it is deleted: the network waits for what stands on it',
    given: deletedPlatform(),
    observed: observing(asBuilt(live, 'Network', ready), asBuilt(live, 'Endpoints')),
    steps: [
      'wait Network: PlatformNetwork tasks-network is kept until Endpoints is gone',
      'remove tasks-endpoints',
      'wait Endpoints: PlatformEndpoints tasks-endpoints is being deleted',
    ],
  },
  {
    why: 'a composite that is already going is not deleted twice',
    given: deletedPlatform(),
    observed: observing(asBuilt(live, 'Network', deleting)),
    steps: ['wait Network: PlatformNetwork tasks-network is being deleted'],
  },
  { why: 'everything has been seen gone', given: deletedPlatform(), observed: observing(), steps: ['release'] },
  {
    why: 'its finalizer is already off: nothing is ours to do',
    given: storedPlatform({ metadata: { deletionTimestamp: '2026-11-24T09:30:00Z' } }),
    observed: observing(),
    steps: [],
  },
  {
    why: 'a protected platform is deleted: nothing is touched',
    given: deletedPlatform({ spec: { profile: 'Production' } }),
    observed: observing(asBuilt(live, 'Network', ready)),
    steps: ['wait Deletion: deletion protection is on: set spec.deletionProtection to false'],
  },
  {
    why: 'a spec that became invalid cannot hold a deletion',
    given: deletedPlatform({ spec: { region: 'mars-north-1' } }),
    observed: observing(asBuilt(live, 'Network', ready)),
    steps: ['remove tasks-network', 'wait Network: PlatformNetwork tasks-network is being deleted'],
  },
  {
    why: 'it is paused, and so is its deletion',
    given: deletedPlatform({ metadata: { annotations: { 'taskplatform.dev/paused': 'true' } } }),
    observed: observing(asBuilt(live, 'Network', ready)),
    steps: [],
  },
  { why: 'it is suspended', given: claimedPlatform({ spec: { suspend: true } }), observed: observing(), steps: [] },
  {
    why: 'its spec is invalid',
    given: claimedPlatform({ spec: { region: 'mars-north-1' } }),
    observed: observing(),
    steps: [],
  },
])('the plan when $why', ({ given, observed, steps }) =>
  expect(summary(planFor(layers, parsePlatform(given, installation), observed))).toEqual(steps),
)
