import type { Condition } from '@taskplatform/crds/kubernetes'
import type { Composite } from '../../src/core/composite.ts'
import type { LayerName } from '../../src/core/layer-names.ts'

const createdAt = '2026-11-24T09:00:00Z'

/** One condition; state only what matters. */
export const condition = (
  type: string,
  status: Condition['status'],
  reason = 'Available',
  message = '',
  more: Partial<Condition> = {},
): Condition => ({ type, status, reason, message, lastTransitionTime: createdAt, ...more })

/** What PlatformNetwork reports of these zones once its VPC and subnets exist. */
export const networkIdsIn = (zones: readonly string[]) => ({
  vpcId: 'vpc-0a1b',
  vpcCidr: '10.0.0.0/16',
  zones: zones.map((name, index) => ({
    name,
    publicSubnetId: `subnet-${index}1`,
    privateSubnetId: `subnet-${index}2`,
    dataSubnetId: `subnet-${index}3`,
  })),
})

/** The same of the zones that the smallest platform has. */
export const networkIds = networkIdsIn(['ap-northeast-1a', 'ap-northeast-1c'])

/** What a composition says of its resources. */
type Resources = Readonly<{ ready: boolean; reason: string; message: string }>

/** A stored layer composite of the platform `tasks`; its status speaks of generation 1, as does its spec. */
export function composite(
  kind: `Platform${LayerName}`,
  changes: Readonly<{
    spec?: Record<string, unknown>
    status?: Record<string, unknown>
    resources?: Resources
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
    status: {
      ...changes.status,
      ...(changes.resources ? { observedGeneration: 1, resources: changes.resources } : {}),
      conditions: changes.conditions ?? [],
    },
  }
}

/** All resources are there. */
export const available: Resources = { ready: true, reason: 'Available', message: 'All managed resources are ready' }

/** The NAT gateway is not there yet. */
export const creating: Resources = {
  ready: false,
  reason: 'Creating',
  message: 'NATGateway tasks-network-nat is being created',
}

/** AWS refuses an address. */
export const failed: Resources = {
  ready: false,
  reason: 'Failed',
  message: 'EIP tasks-network-nat-a: AddressLimitExceeded',
}
