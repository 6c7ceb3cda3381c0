import type { Condition } from '@taskplatform/crds/kubernetes'
import type { Composite } from '../../src/core/composite.ts'

const createdAt = '2026-11-24T09:00:00Z'

/** One condition; state only what matters. */
export const condition = (
  type: string,
  status: Condition['status'],
  reason = 'Available',
  message = '',
  more: Partial<Condition> = {},
): Condition => ({ type, status, reason, message, lastTransitionTime: createdAt, ...more })

const ids = { publicSubnetId: 'subnet-01', privateSubnetId: 'subnet-02', dataSubnetId: 'subnet-03' }

/** What PlatformNetwork reports once its VPC and subnets exist. */
export const networkIds = {
  vpcId: 'vpc-0a1b',
  vpcCidr: '10.0.0.0/16',
  zones: ['ap-northeast-1a', 'ap-northeast-1c'].map((name) => ({ name, ...ids })),
}

/** A stored layer composite of the platform `tasks`. */
export function composite(
  kind: 'PlatformNetwork' | 'PlatformEndpoints',
  changes: Readonly<{
    spec?: Record<string, unknown>
    status?: Record<string, unknown>
    conditions?: readonly Condition[]
    metadata?: Partial<Composite['metadata']>
  }> = {},
): Composite {
  const layer = kind.replace('Platform', '').toLowerCase()
  return {
    apiVersion: 'aws.taskplatform.dev/v1alpha1',
    kind,
    metadata: {
      name: `tasks-${layer}`,
      namespace: 'team-tasks',
      uid: `uid-of-${layer}`,
      generation: 1,
      creationTimestamp: createdAt,
      labels: { 'taskplatform.dev/platform': 'tasks', 'taskplatform.dev/layer': layer },
      ...changes.metadata,
    },
    spec: changes.spec ?? {},
    status: { ...changes.status, conditions: changes.conditions ?? [] },
  }
}

/** Conditions of a composite whose resources are all there. */
export const availableConditions: readonly Condition[] = [
  condition('Synced', 'True', 'ReconcileSuccess'),
  condition('Ready', 'True', 'Available', '', { observedGeneration: 1 }),
  condition('ResourcesReady', 'True', 'Available'),
]

/** Conditions of a composite that waits for its NAT gateway. */
export const creatingConditions: readonly Condition[] = [
  condition('Synced', 'True', 'ReconcileSuccess'),
  condition('Ready', 'False', 'Creating'),
  condition('ResourcesReady', 'False', 'Creating', 'NATGateway tasks-network-nat is being created'),
]

/** Conditions of a composite that AWS refuses something. */
export const failedConditions: readonly Condition[] = [
  condition('Synced', 'True', 'ReconcileSuccess'),
  condition('Ready', 'False', 'Creating'),
  condition('ResourcesReady', 'False', 'Failed', 'EIP tasks-network-nat-a: AddressLimitExceeded'),
]
