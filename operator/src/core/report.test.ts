import { expect, test } from 'vitest'
import { asBuilt } from '../../test/builders/as-built.ts'
import { available, composite, condition, creating, failed, networkIds } from '../../test/builders/composite.ts'
import { installation } from '../../test/builders/installation.ts'
import { claimedPlatform, deletedPlatform, storedPlatform } from '../../test/builders/stored-platform.ts'
import { NameTakenError, TerminalError } from '../errors.ts'
import type { Compliance } from './compliance.ts'
import type { Composite } from './composite.ts'
import type { Facts } from './facts.ts'
import type { LayerName } from './layer-names.ts'
import { endpoints } from './layers/endpoints.ts'
import { network as networkLayer } from './layers/network.ts'
import type { PlanOutcome } from './outcome.ts'
import { planFor } from './plan.ts'
import { parsePlatform, type StoredPlatform } from './platform.ts'
import { statusOf } from './report.ts'
import { nextDeadline } from './stalled.ts'

/** Two layers are enough to tell of one. */
const layers = [networkLayer, endpoints]

const now = new Date('2026-11-24T09:05:00Z')

function factsOf(
  stored: StoredPlatform,
  {
    composites = [],
    outcome = { done: [] },
    compliance,
  }: { composites?: readonly Composite[]; outcome?: PlanOutcome; compliance?: Compliance } = {},
  at = now,
): Facts {
  const observed = {
    composites: new Map(composites.map((item) => [item.kind.replace('Platform', '') as LayerName, item])),
  }
  return { layers, stored, platform: parsePlatform(stored, installation), observed, compliance, outcome, now: at }
}

const told = (facts: Facts): Record<string, string> =>
  Object.fromEntries(
    (statusOf(facts).conditions ?? []).map(({ type, status, reason, message }) => [
      type,
      `${status} ${reason}${message ? `: ${message}` : ''}`,
    ]),
  )

const network = (changes: Parameters<typeof composite>[1]) => composite('PlatformNetwork', changes)
const standing = asBuilt(claimedPlatform(), 'Network', { status: networkIds, resources: available })

const overdue =
  'PlatformNetwork tasks-network takes longer than 15 minutes (EIP tasks-network-nat-a: AddressLimitExceeded). ' +
  'Likely cause: the account has reached its quota "EC2-VPC Elastic IPs" in this region. ' +
  'What helps: ask for a higher quota, or delete what nobody needs any more; then it goes on by itself. ' +
  'Next: aws service-quotas get-service-quota --service-code ec2 --quota-code L-0263D0A3'
const blocked =
  'deletion protection is on: set spec.deletionProtection to false to go on. Next: ' +
  `kubectl -n team-tasks patch taskplatforms.taskplatform.dev tasks --type merge -p '{"spec":{"deletionProtection":false}}'`

test.each([
  {
    why: 'everything is there',
    facts: factsOf(claimedPlatform(), { composites: [standing] }),
    says: {
      Ready: 'True Available: available: Network',
      Reconciling: 'False Settled',
      Stalled: 'False NotStalled',
      NetworkReady: 'True Available',
      EndpointsReady: 'True NotRequested: this platform is configured without it',
      Paused: 'False Running',
    },
  },
  {
    why: 'the network is on its way and the endpoints wait for it',
    facts: factsOf(claimedPlatform({ spec: { network: { interfaceEndpoints: true } } }), {
      composites: [network({ resources: creating })],
    }),
    says: {
      Ready:
        'False Progressing: Network: NATGateway tasks-network-nat is being created; Endpoints: waiting for the id of the VPC',
      Reconciling:
        'True Progressing: Network: NATGateway tasks-network-nat is being created; Endpoints: waiting for the id of the VPC',
      Stalled: 'False NotStalled',
      NetworkReady: 'False Creating: NATGateway tasks-network-nat is being created',
      EndpointsReady: 'False Waiting: waiting for the id of the VPC',
      Paused: 'False Running',
    },
  },
  {
    why: 'AWS refuses something, which time may heal',
    facts: factsOf(claimedPlatform(), { composites: [network({ resources: failed })] }),
    says: {
      Ready: 'False Failed: Network: EIP tasks-network-nat-a: AddressLimitExceeded',
      Reconciling: 'True Retrying: Network: EIP tasks-network-nat-a: AddressLimitExceeded',
      Stalled: 'False NotStalled',
      NetworkReady: 'False Failed: EIP tasks-network-nat-a: AddressLimitExceeded',
      EndpointsReady: 'True NotRequested: this platform is configured without it',
      Paused: 'False Running',
    },
  },
  {
    why: 'AWS has refused it for longer than the layer may take',
    facts: factsOf(
      claimedPlatform({ status: { conditions: [condition('NetworkReady', 'False', 'Failed')] } }),
      { composites: [network({ resources: failed })] },
      new Date('2026-11-24T09:15:00Z'),
    ),
    says: {
      Ready: `False Failed: ${overdue}`,
      Reconciling: 'False Stopped',
      Stalled: `True DeadlineExceeded: ${overdue}`,
      NetworkReady: 'False Failed: EIP tasks-network-nat-a: AddressLimitExceeded',
      EndpointsReady: 'True NotRequested: this platform is configured without it',
      Paused: 'False Running',
    },
  },
  {
    why: 'the spec was changed a moment ago, and the composite still speaks of the old one',
    facts: factsOf(claimedPlatform({ spec: { network: { natGateways: 'PerZone' } } }), { composites: [standing] }),
    says: {
      Ready: 'False Progressing: Network: PlatformNetwork tasks-network is being updated',
      Reconciling: 'True Progressing: Network: PlatformNetwork tasks-network is being updated',
      Stalled: 'False NotStalled',
      NetworkReady: 'False Creating: PlatformNetwork tasks-network is being updated',
      EndpointsReady: 'True NotRequested: this platform is configured without it',
      Paused: 'False Running',
    },
  },
  {
    why: 'the endpoints are no longer asked for, and still stand',
    facts: factsOf(claimedPlatform(), {
      composites: [standing, composite('PlatformEndpoints', { resources: available })],
    }),
    says: {
      Ready: 'False Progressing: Endpoints: PlatformEndpoints tasks-endpoints is being deleted',
      Reconciling: 'True Progressing: Endpoints: PlatformEndpoints tasks-endpoints is being deleted',
      Stalled: 'False NotStalled',
      NetworkReady: 'True Available',
      EndpointsReady: 'False Deleting: PlatformEndpoints tasks-endpoints is being deleted',
      Paused: 'False Running',
    },
  },
  {
    why: 'it is being deleted',
    facts: factsOf(deletedPlatform(), { composites: [network({ resources: available })] }),
    says: {
      Ready: 'False Deleting: Network: PlatformNetwork tasks-network is being deleted',
      Reconciling: 'True Deleting: Network: PlatformNetwork tasks-network is being deleted',
      Stalled: 'False NotStalled',
      NetworkReady: 'False Deleting: PlatformNetwork tasks-network is being deleted',
      EndpointsReady: 'False Deleted: gone',
      Paused: 'False Running',
      Deleting: 'True RemovingLayers: PlatformNetwork tasks-network is being deleted',
    },
  },
  {
    why: 'it is deleted although it is protected',
    facts: factsOf(deletedPlatform({ spec: { profile: 'Production' } }), { composites: [standing] }),
    says: {
      Ready: `False Deleting: ${blocked}`,
      Reconciling: 'False Stopped',
      Stalled: `True DeletionBlocked: ${blocked}`,
      Paused: 'False Running',
      Deleting: 'False Blocked: deletion protection is on',
    },
  },
  {
    why: 'it is suspended before it was ready',
    facts: factsOf(claimedPlatform({ spec: { suspend: true } })),
    says: {
      Ready: 'False Suspended: the operator changes nothing until spec.suspend is false; Crossplane keeps what exists',
      Reconciling: 'False Stopped',
      Paused: 'True Suspended: the operator changes nothing until spec.suspend is false; Crossplane keeps what exists',
    },
  },
  {
    why: 'it was ready, is paused, and its deletion waits: whoever waits for the deletion must see why',
    facts: factsOf(deletedPlatform({ spec: { suspend: true }, status: { conditions: [condition('Ready', 'True')] } })),
    says: {
      Ready:
        'False Suspended: the operator changes nothing, and the deletion is held, until spec.suspend is false; Crossplane keeps what exists',
      Reconciling: 'False Stopped',
      Paused:
        'True Suspended: the operator changes nothing, and the deletion is held, until spec.suspend is false; Crossplane keeps what exists',
    },
  },
  {
    why: 'it is paused when it was ready: that it was, stands',
    facts: factsOf(
      claimedPlatform({
        metadata: { annotations: { 'taskplatform.dev/paused': 'true' } },
        status: { conditions: [condition('Ready', 'True'), condition('NetworkReady', 'True')] },
      }),
    ),
    says: {
      Ready: 'True Available',
      NetworkReady: 'True Available',
      Reconciling: 'False Stopped',
      Paused:
        'True Annotation: the operator changes nothing until the annotation taskplatform.dev/paused is taken off; Crossplane keeps what exists',
    },
  },
])('conditions when $why', ({ facts, says }) => expect(told(facts)).toEqual(says))

test('an invalid spec is Stalled, and every issue names its field', () => {
  const says = told(factsOf(storedPlatform({ spec: { region: 'mars-north-1' } })))
  expect(says['Ready']).toMatch(/^False Invalid: .*region/)
  expect(says['Stalled']).toMatch(/^True Invalid: .*region/)
  expect(says['Reconciling']).toBe('False Stopped')
})

test.each([
  {
    why: 'the API server refuses for good',
    error: new TerminalError('append only'),
    says: 'True Refused: append only. Next: kubectl -n team-tasks describe platformnetworks.aws.taskplatform.dev tasks-network',
  },
  {
    why: 'somebody else has the name',
    error: new NameTakenError('append only'),
    says: 'True NameTaken: append only. Next: kubectl -n team-tasks get platformnetworks.aws.taskplatform.dev tasks-network --show-labels',
  },
])('an apply is Stalled when $why', ({ error, says: stalled }) => {
  const stored = claimedPlatform()
  const facts = factsOf(stored)
  const step = planFor(layers, facts.platform, facts.observed).find(({ do: what }) => what === 'apply')
  if (!step) throw new Error('the plan must apply something')
  const says = told({ ...facts, outcome: { done: [], failed: { step, error } } })
  expect(says['Stalled']).toBe(stalled)
  expect(says['NetworkReady']).toBe('False Failed: PlatformNetwork tasks-network could not be applied: append only')
})

test('saying the same again changes nothing, whatever time it is', () => {
  const first = statusOf(factsOf(claimedPlatform(), { composites: [standing] }))
  const later = new Date('2026-11-24T11:00:00Z')
  expect(statusOf(factsOf(claimedPlatform({ status: first }), { composites: [standing] }, later))).toEqual(first)
})

test('a transition time moves with the status and not with the message', () => {
  const before = statusOf(factsOf(claimedPlatform(), { composites: [network({ resources: creating })] }))
  const later = new Date('2026-11-24T09:06:00Z')
  const failing = factsOf(claimedPlatform({ status: before }), { composites: [network({ resources: failed })] }, later)
  const times = (status: typeof before) =>
    Object.fromEntries((status.conditions ?? []).map((item) => [item.type, item.lastTransitionTime]))
  expect(times(statusOf(failing))['NetworkReady']).toBe(times(before)['NetworkReady'])

  const healed = factsOf(claimedPlatform({ status: before }), { composites: [standing] }, later)
  expect(times(statusOf(healed))['NetworkReady']).toBe('2026-11-24T09:06:00Z')
})

test('the layers tell when to expect them, in absolute time, and only until they are ready', () => {
  const early = statusOf(factsOf(claimedPlatform(), { composites: [network({ resources: creating })] }))
  expect(early.layers).toEqual([
    {
      name: 'Network',
      kind: 'PlatformNetwork',
      object: 'tasks-network',
      ready: false,
      reason: 'Creating',
      message: 'NATGateway tasks-network-nat is being created',
      expectedReadyAt: '2026-11-24T09:11:00Z',
    },
  ])
  const ready = statusOf(factsOf(claimedPlatform(), { composites: [standing] }))
  expect(ready.layers?.[0]).not.toHaveProperty('expectedReadyAt')
})

test('the next look is when the layer that is not ready would count as stalled', () => {
  const stored = claimedPlatform({ status: { conditions: [condition('NetworkReady', 'False', 'Creating')] } })
  const facts = factsOf(stored, { composites: [network({ resources: creating })] })
  expect(nextDeadline(facts)).toBe(Date.parse('2026-11-24T09:15:00Z'))
  expect(nextDeadline(factsOf(claimedPlatform(), { composites: [standing] }))).toBeUndefined()
})

const failingSince = condition('NetworkReady', 'False', 'Failed')
const anHourLater = new Date('2026-11-24T10:00:00Z')
const justBefore = '2026-11-24T09:59:50Z'

test.each([
  {
    why: 'a failing layer was told to go a moment ago',
    stored: deletedPlatform({ status: { conditions: [failingSince] } }),
    composite: network({ resources: failed, metadata: { deletionTimestamp: justBefore } }),
  },
  {
    why: 'a failing layer is kept until another is gone',
    stored: deletedPlatform({ status: { conditions: [failingSince] } }),
    composite: network({ resources: failed }),
  },
  {
    why: 'the platform was resumed a moment ago',
    stored: claimedPlatform({
      status: {
        conditions: [failingSince, condition('Paused', 'False', 'Running', '', { lastTransitionTime: justBefore })],
      },
    }),
    composite: network({ resources: failed }),
  },
])('nothing is stalled when $why', ({ stored, composite }) =>
  expect(told(factsOf(stored, { composites: [composite] }, anHourLater))['Stalled']).toBe('False NotStalled'),
)

test.each([
  { step: 'claim', told: /^False Failed: Finalizer: could not be added: forbidden/, given: storedPlatform() },
  { step: 'release', told: /^False Deleting: Finalizer: could not be removed: forbidden/, given: deletedPlatform() },
] as const)('a $step that is refused is told', ({ step, told: expected, given }) => {
  const outcome = { done: [], failed: { step: { do: step }, error: new Error('forbidden') } } as const
  expect(told(factsOf(given, { outcome }))['Ready']).toMatch(expected)
})

test('a deletion of a layer that is refused is told', () => {
  const facts = factsOf(deletedPlatform(), { composites: [standing] })
  const step = planFor(layers, facts.platform, facts.observed).find(({ do: what }) => what === 'remove')
  if (!step) throw new Error('the plan must remove something')
  const says = told({ ...facts, outcome: { done: [], failed: { step, error: new Error('forbidden') } } })
  expect(says['NetworkReady']).toBe('False Failed: PlatformNetwork tasks-network could not be deleted: forbidden')
})

test('a request to reconcile is answered in the status', () => {
  const asked = claimedPlatform({ metadata: { annotations: { 'taskplatform.dev/reconcile-requested-at': 'now' } } })
  expect(statusOf(factsOf(asked, { composites: [standing] })).lastHandledReconcileAt).toBe('now')
})
