import { expect, test } from 'vitest'
import { ready, withCondition } from '../../test/observed.ts'
import { kindFacts } from '../generated/kinds.ts'
import type { ManagedResource } from '../managed-resource.ts'
import type { KindName } from '../observed.ts'
import { readinessOf } from './readiness.ts'

const resource = (kind: KindName): ManagedResource =>
  ready({
    apiVersion: kindFacts[kind].apiVersion,
    kind: kindFacts[kind].kind,
    metadata: { name: 'tasks-network-it', namespace: 'team-tasks' },
    spec: { forProvider: {} },
  })

const withStatus = (kind: KindName, status: string): ManagedResource => {
  const one = resource(kind)
  return { ...one, status: { ...one.status, atProvider: { ...one.status?.atProvider, status } } }
}

const withState = (kind: KindName, state: string): ManagedResource => {
  const one = resource(kind)
  return { ...one, status: { ...one.status, atProvider: { ...one.status?.atProvider, state } } }
}

const unresolved =
  'cannot resolve references: mg.Spec.ForProvider.VPCID: referenced field was empty (referenced resource may not yet be ready)'

const cases: readonly { why: string; kind?: KindName; given: ManagedResource | undefined; is: object }[] = [
  { why: 'what does not exist yet is awaited', given: undefined, is: { state: 'waiting' } },
  { why: 'Synced and Ready is ready', given: resource('ec2/VPC'), is: { state: 'ready' } },
  {
    why: 'what the provider has not seen yet is awaited',
    given: { ...resource('ec2/VPC'), status: {} },
    is: { state: 'waiting' },
  },
  {
    why: 'what AWS is still making is awaited',
    given: withCondition(resource('ec2/VPC'), 'Ready', 'False', { reason: 'Creating' }),
    is: { state: 'waiting' },
  },
  {
    why: 'a refusal is a failure with the words of AWS',
    given: withCondition(resource('ec2/VPC'), 'Synced', 'False', {
      message: 'api error VpcLimitExceeded: The maximum number of VPCs has been reached.',
    }),
    is: { state: 'failed', why: 'VpcLimitExceeded: The maximum number of VPCs has been reached.' },
  },
  {
    why: 'a failed operation in the background is a failure although Synced is True',
    given: withCondition(resource('ec2/EIP'), 'LastAsyncOperation', 'False', {
      reason: 'AsyncCreateFailure',
      message: 'async create failed: api error AddressLimitExceeded: no more',
    }),
    is: { state: 'failed', why: 'AddressLimitExceeded: no more' },
  },
  {
    why: 'a reference that cannot be resolved yet is not a failure',
    given: withCondition(resource('ec2/Subnet'), 'Synced', 'False', { message: unresolved }),
    is: { state: 'waiting' },
  },
  {
    why: 'a paused resource says so',
    given: withCondition(resource('ec2/VPC'), 'Synced', 'False', { reason: 'ReconcilePaused' }),
    is: { state: 'waiting', why: 'is paused' },
  },
  {
    why: 'ready for an old spec is not ready',
    given: {
      ...resource('ec2/VPC'),
      metadata: { ...resource('ec2/VPC').metadata, generation: 2 },
      status: {
        conditions: (resource('ec2/VPC').status?.conditions ?? []).map((one) => ({ ...one, observedGeneration: 1 })),
      },
    },
    is: { state: 'waiting' },
  },
  {
    why: 'what is on its way out is not ready, even if it still works',
    given: {
      ...resource('ec2/VPC'),
      metadata: { ...resource('ec2/VPC').metadata, deletionTimestamp: '2026-11-24T00:00:00Z' },
    },
    is: { state: 'waiting', why: 'is being deleted and will be made anew' },
  },
  {
    why: 'a route whose target is gone is not ready, whatever its condition says',
    kind: 'ec2/Route',
    given: withState('ec2/Route', 'blackhole'),
    is: { state: 'failed', why: 'AWS reports the state blackhole: the target of the route is gone' },
  },
  {
    why: 'an active route is ready',
    kind: 'ec2/Route',
    given: withState('ec2/Route', 'active'),
    is: { state: 'ready' },
  },
  {
    why: 'an endpoint that is pending is not ready, whatever its condition says',
    kind: 'ec2/VPCEndpoint',
    given: withState('ec2/VPCEndpoint', 'pending'),
    is: { state: 'waiting' },
  },
  {
    why: 'a rejected endpoint is a failure',
    kind: 'ec2/VPCEndpoint',
    given: withState('ec2/VPCEndpoint', 'rejected'),
    is: { state: 'failed', why: 'AWS reports the state rejected' },
  },
  {
    why: 'a certificate that is ordered has done its part: whether it was issued is asked of its validation',
    kind: 'acm/Certificate',
    given: withStatus('acm/Certificate', 'PENDING_VALIDATION'),
    is: { state: 'ready' },
  },
  {
    why: 'a certificate that nobody could validate is a failure with a cure',
    kind: 'acm/Certificate',
    given: withStatus('acm/Certificate', 'VALIDATION_TIMED_OUT'),
    is: {
      state: 'failed',
      why: 'ACM reports the state VALIDATION_TIMED_OUT: nobody could see the validation records for 72 hours; check that the hosted zone is delegated, then delete the certificate',
    },
  },
]

test.each(cases)('$why', ({ kind = 'ec2/VPC', given, is }) => expect(readinessOf(kind, given)).toEqual(is))
