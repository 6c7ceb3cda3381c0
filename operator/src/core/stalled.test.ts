import { expect, test } from 'vitest'
import { composite, condition, creating, failed } from '../../test/builders/composite.ts'
import { factsOf as factsWith, reported, told } from '../../test/builders/facts.ts'
import { claimedPlatform, deletedPlatform } from '../../test/builders/stored-platform.ts'
import type { Composite } from './composite.ts'
import type { Facts } from './facts.ts'
import { network as layer } from './layers/network.ts'
import type { StoredPlatform } from './platform.ts'
import { statusOf } from './report.ts'
import { nextDeadline } from './stalled.ts'

const at = (time: string) => ({ now: new Date(`2026-11-24T${time}Z`) })

/** One layer is enough to be stalled. */
const factsOf = (stored: StoredPlatform, composites: readonly Composite[] = [], more: Partial<Facts> = {}) =>
  factsWith(stored, composites, { layers: [layer], ...more })

/** A network of which AWS says this. */
const saying = (why: string, kind = 'EIP', name = 'tasks-network-nat-a') =>
  composite('PlatformNetwork', {
    spec: { crossplane: { resourceRefs: [{ apiVersion: 'ec2.aws.m.upbound.io/v1beta1', kind, name }] } },
    resources: { ready: false, reason: 'Failed', message: `${kind} ${name}: ${why}` },
  })

/** A platform that has said of the network what there is to say, a moment after it failed. */
const failing = (network: Composite) => reported(factsOf(claimedPlatform(), [network], at('09:02:00')))

test.each([
  {
    why: 'a permission is missing',
    network: saying('UnauthorizedOperation: you are not authorized to perform: ec2:AllocateAddress.'),
    says: 'True Refused: EIP tasks-network-nat-a: UnauthorizedOperation: you are not authorized to perform: ec2:AllocateAddress. Likely cause: the identity that the AWS provider works as has no permission for ec2:AllocateAddress. What helps: allow ec2:AllocateAddress in the policy of its IAM role; the provider tries again by itself. Next: kubectl -n team-tasks describe eips.ec2.aws.m.upbound.io tasks-network-nat-a',
  },
  {
    why: 'the provider was killed in the middle of a creation',
    network: saying('cannot determine creation result - remove the crossplane.io/external-create-pending annotation'),
    says: /Next: kubectl -n team-tasks annotate eips\.ec2\.aws\.m\.upbound\.io tasks-network-nat-a crossplane\.io\/external-create-pending-$/,
  },
  {
    why: 'the ProviderConfig is missing',
    network: saying('cannot get referenced ClusterProviderConfig: "default" not found', 'VPC', 'tasks-network-vpc'),
    says: /^True ProviderConfigMissing: .* Next: kubectl -n team-tasks get clusterproviderconfigs\.aws\.m\.upbound\.io,providerconfigs/,
  },
])('a refusal that time does not heal is told after five minutes: $why', ({ network, says }) => {
  const stored = failing(network)
  expect(told(factsOf(stored, [network], at('09:06:59')))['Stalled']).toBe('False NotStalled')
  const facts = factsOf(stored, [network], at('09:07:00'))
  expect(told(facts)['Stalled']).toMatch(says)
  expect(nextDeadline(factsOf(stored, [network], at('09:06:00')))).toBe(Date.parse('2026-11-24T09:07:00Z'))
})

test('throttling passes, so it is called stalled only when the layer is late', () => {
  const network = saying('RequestLimitExceeded: Request limit exceeded.')
  const stored = failing(network)
  expect(told(factsOf(stored, [network], at('09:16:59')))['Stalled']).toBe('False NotStalled')
  expect(told(factsOf(stored, [network], at('09:17:00')))['Stalled']).toMatch(
    /^True DeadlineExceeded: .*takes longer than 15 minutes.*Likely cause: the account makes more calls/,
  )
})

test('nothing is known of what is only slow, and the next command looks at it', () => {
  const network = composite('PlatformNetwork', { resources: creating })
  const stored = reported(factsOf(claimedPlatform(), [network]))
  expect(told(factsOf(stored, [network], at('09:20:00')))['Stalled']).toBe(
    'True DeadlineExceeded: PlatformNetwork tasks-network takes longer than 15 minutes (NATGateway tasks-network-nat is being created). Next: kubectl -n team-tasks describe platformnetworks.aws.taskplatform.dev tasks-network',
  )
})

/** The reconcile that gave a failing network another spec at ten. */
function edited(changes: readonly string[]): Facts {
  const network = saying('VpcLimitExceeded: no more', 'VPC', 'tasks-network-vpc')
  const stored = reported(factsOf(failing(network), [network], at('09:30:00')))
  const step = { do: 'apply', layer, composite: network, changes, exists: true } as const
  return factsOf(stored, [network], { outcome: { done: [step] }, ...at('10:00:00') })
}

test('a new spec on a layer that keeps failing starts its time again', () => {
  const facts = edited(['cidr'])
  expect(facts.stored.status?.conditions).toContainEqual(expect.objectContaining({ type: 'Stalled', status: 'True' }))
  expect(told(facts)['Stalled']).toBe('False NotStalled')
  expect(statusOf(facts).layers?.[0]).toMatchObject({
    reason: 'Failed',
    startedAt: '2026-11-24T10:00:00Z',
    failedSince: '2026-11-24T10:00:00Z',
    expectedReadyAt: '2026-11-24T10:06:00Z',
  })

  const stored = reported(facts)
  const composites = [...facts.observed.composites.values()]
  expect(told(factsOf(stored, composites, at('10:04:59')))['Stalled']).toBe('False NotStalled')
  expect(told(factsOf(stored, composites, at('10:05:00')))['Stalled']).toMatch(/^True Refused: VPC tasks-network-vpc/)
})

test('ids of other layers that come in late are no new spec', () => {
  const late = { ...layer, late: ['accountId'] }
  const facts = edited(['accountId'])
  const done = facts.outcome.done.map((step) => ('layer' in step ? { ...step, layer: late } : step))
  expect(told({ ...facts, layers: [late], outcome: { done } })['Stalled']).toMatch(/^True Refused/)
})

test('a deletion that AWS refuses for too long names who is in the way, and what to type', () => {
  const network = composite('PlatformNetwork', {
    resources: failed,
    metadata: { deletionTimestamp: '2026-11-24T09:31:00Z' },
  })
  const refusal = "DependencyViolation: The vpc 'vpc-0a1b' has dependencies and cannot be deleted."
  const leaving = new Map([['Network', [{ kind: 'VPC', name: 'tasks-network-vpc', refusal }]]] as const)
  const stored = deletedPlatform({ status: { conditions: [condition('NetworkReady', 'False', 'Deleting')] } })
  const facts = factsOf(stored, [network], at('09:46:00'))
  expect(told({ ...facts, observed: { ...facts.observed, leaving } })['Stalled']).toMatch(
    /^True DeadlineExceeded: .*Likely cause: something that this platform did not make is still in vpc-0a1b.*Next: aws ec2 describe-network-interfaces --filters Name=vpc-id,Values=vpc-0a1b /,
  )
})

test('a spec that is invalid says how to change it', () =>
  expect(told(factsOf(claimedPlatform({ spec: { region: 'mars-north-1' } })))['Stalled']).toMatch(
    /^True Invalid: .*Next: kubectl -n team-tasks edit taskplatforms\.taskplatform\.dev tasks$/,
  ))
