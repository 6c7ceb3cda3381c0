import type { PlatformObservabilitySpec } from '@taskplatform/crds/layers/observability'

type Metadata = Readonly<{ namespace?: string; name?: string; labels?: Record<string, string> }>

/** Observability as the operator writes it first: nothing to watch is known yet. State only what matters. */
export const earlyObservability = (spec: Partial<PlatformObservabilitySpec> = {}, metadata: Metadata = {}) => ({
  apiVersion: 'aws.taskplatform.dev/v1alpha1',
  kind: 'PlatformObservability',
  metadata: {
    namespace: 'team-tasks',
    name: 'tasks-observability',
    labels: { 'taskplatform.dev/platform': 'tasks' },
    ...metadata,
  },
  spec: {
    region: 'ap-northeast-1',
    emails: { page: ['oncall@example.com'], ticket: ['team@example.com'] },
    logRetentionDays: 30,
    ...spec,
  },
})

/** What a Production platform has to watch, once all of it is known. */
export const watched = {
  natGatewayIds: ['nat-0a', 'nat-0c', 'nat-0d'],
  database: { identifier: 'tasks-db', allocatedStorageGiB: 50, instanceClass: 'db.r6g.large' },
  cache: {
    replicationGroupId: 'tasks-cache',
    memberClusters: ['tasks-cache-001', 'tasks-cache-002', 'tasks-cache-003'],
  },
  loadBalancer: {
    arnSuffix: 'app/tasks/0a',
    targetGroupArnSuffixes: [
      { name: 'api', arnSuffix: 'targetgroup/tasks-api/0b' },
      { name: 'web', arnSuffix: 'targetgroup/tasks-web/0c' },
      { name: 'grafana', arnSuffix: 'targetgroup/tasks-grafana/0d' },
    ],
  },
  cluster: { name: 'tasks', autoScalingGroupNames: ['eks-general-0a', 'eks-batch-0b'] },
} as const satisfies Partial<PlatformObservabilitySpec>

/** Observability of a Production platform that has all its parts. */
export const fullObservability = (spec: Partial<PlatformObservabilitySpec> = {}, metadata: Metadata = {}) =>
  earlyObservability({ ...structuredClone(watched), ...spec } as Partial<PlatformObservabilitySpec>, metadata)
