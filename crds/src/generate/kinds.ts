import type { z } from 'zod'
import { group, layerGroup, version } from '../labels.ts'
import { platformCacheSpec, platformCacheStatus } from '../layers/cache.ts'
import { platformClusterSpec, platformClusterStatus } from '../layers/cluster.ts'
import { platformDatabaseSpec, platformDatabaseStatus } from '../layers/database.ts'
import { platformEdgeSpec, platformEdgeStatus } from '../layers/edge.ts'
import { platformEndpointsSpec, platformEndpointsStatus } from '../layers/endpoints.ts'
import { platformIdentitiesSpec, platformIdentitiesStatus } from '../layers/identities.ts'
import { platformNetworkSpec, platformNetworkStatus } from '../layers/network.ts'
import { platformObservabilitySpec, platformObservabilityStatus } from '../layers/observability.ts'
import { platformRegistrySpec, platformRegistryStatus } from '../layers/registry.ts'
import { platformSecretsSpec, platformSecretsStatus } from '../layers/secrets.ts'

/** A column of `kubectl get`; those with a priority above 0 appear with `-o wide`. */
export type Column = Readonly<{
  name: string
  type: 'string' | 'integer' | 'boolean' | 'date'
  jsonPath: string
  priority?: number
}>

/** How a kind is called and shown. */
export type Kind = Readonly<{
  group: string
  version: string
  kind: string
  plural: string
  shortNames: readonly string[]
  about: string
  columns: readonly Column[]
}>

/** A layer composite: a kind with its schemas and the folder of its definition. */
export type Layer = Kind & Readonly<{ folder: string; spec: z.ZodType; status: z.ZodType }>

/**
 * The category of every kind of ours: `kubectl get platform`. It must not be called `taskplatform`: kubectl prefers a
 * category to the resource of that name, and `kubectl get taskplatform tasks` would look for `tasks` in every kind.
 */
export const category = 'platform'

const ready = (part: 'status' | 'reason' | 'message') => `.status.conditions[?(@.type=='Ready')].${part}`

/** The kind that users write. */
export const taskPlatformKind: Kind = {
  group,
  version,
  kind: 'TaskPlatform',
  plural: 'taskplatforms',
  shortNames: ['tp'],
  about:
    'A TaskPlatform is a production platform for a task-management application on AWS, from the network to the alerts.',
  columns: [
    { name: 'Profile', type: 'string', jsonPath: '.spec.profile' },
    { name: 'Region', type: 'string', jsonPath: '.spec.region' },
    { name: 'Ready', type: 'string', jsonPath: ready('status') },
    { name: 'Status', type: 'string', jsonPath: ready('reason') },
    // a column of type date would show how long ago it was, and what is to come as <invalid>
    { name: 'Expected', type: 'string', jsonPath: '.status.expectedReadyAt' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    { name: 'Kubernetes', type: 'string', jsonPath: '.status.versions.kubernetes', priority: 1 },
    { name: 'VPC', type: 'string', jsonPath: '.status.network.vpcId', priority: 1 },
    { name: 'Paused', type: 'string', jsonPath: ".status.conditions[?(@.type=='Paused')].status", priority: 1 },
    { name: 'Budget left', type: 'integer', jsonPath: '.status.cost.budgetLeftUsd', priority: 1 },
    { name: 'Message', type: 'string', jsonPath: ready('message'), priority: 1 },
  ],
}

/** Crossplane adds SYNCED, READY, COMPOSITION and AGE to these by itself. */
export const layerKinds: readonly Layer[] = [
  {
    group: layerGroup,
    version,
    kind: 'PlatformNetwork',
    plural: 'platformnetworks',
    shortNames: [],
    folder: 'network',
    about: 'The network layer of a platform. Written by the operator.',
    spec: platformNetworkSpec,
    status: platformNetworkStatus,
    columns: [
      { name: 'VPC', type: 'string', jsonPath: '.status.vpcId' },
      { name: 'CIDR', type: 'string', jsonPath: '.spec.cidr' },
      { name: 'Region', type: 'string', jsonPath: '.spec.region', priority: 1 },
    ],
  },
  {
    group: layerGroup,
    version,
    kind: 'PlatformEndpoints',
    plural: 'platformendpoints',
    shortNames: [],
    folder: 'endpoints',
    about: 'The interface endpoints of a platform. Written by the operator.',
    spec: platformEndpointsSpec,
    status: platformEndpointsStatus,
    columns: [
      { name: 'VPC', type: 'string', jsonPath: '.spec.vpcId' },
      { name: 'Services', type: 'string', jsonPath: '.spec.services', priority: 1 },
    ],
  },
  {
    group: layerGroup,
    version,
    kind: 'PlatformCluster',
    plural: 'platformclusters',
    shortNames: [],
    folder: 'cluster',
    about: 'The EKS cluster of a platform with its nodes and add-ons. Written by the operator.',
    spec: platformClusterSpec,
    status: platformClusterStatus,
    columns: [
      { name: 'Cluster', type: 'string', jsonPath: '.status.clusterName' },
      { name: 'Version', type: 'string', jsonPath: '.status.version' },
      { name: 'Endpoint', type: 'string', jsonPath: '.status.endpoint', priority: 1 },
    ],
  },
  {
    group: layerGroup,
    version,
    kind: 'PlatformIdentities',
    plural: 'platformidentities',
    shortNames: [],
    folder: 'identities',
    about: 'What the workloads of a platform may do in AWS. Written by the operator.',
    spec: platformIdentitiesSpec,
    status: platformIdentitiesStatus,
    columns: [
      { name: 'Cluster', type: 'string', jsonPath: '.spec.clusterName' },
      { name: 'By', type: 'string', jsonPath: '.spec.workloadIdentity' },
    ],
  },
  {
    group: layerGroup,
    version,
    kind: 'PlatformEdge',
    plural: 'platformedges',
    shortNames: [],
    folder: 'edge',
    about: 'The load balancer of a platform with its certificate and names. Written by the operator.',
    spec: platformEdgeSpec,
    status: platformEdgeStatus,
    columns: [
      { name: 'URL', type: 'string', jsonPath: '.status.url' },
      { name: 'Load balancer', type: 'string', jsonPath: '.status.dnsName', priority: 1 },
      { name: 'Certificate', type: 'string', jsonPath: '.status.certificateArn', priority: 1 },
    ],
  },
  {
    group: layerGroup,
    version,
    kind: 'PlatformObservability',
    plural: 'platformobservabilities',
    shortNames: [],
    folder: 'observability',
    about: 'The alarms, topics and log groups of a platform. Written by the operator.',
    spec: platformObservabilitySpec,
    status: platformObservabilityStatus,
    columns: [
      { name: 'Alarm', type: 'string', jsonPath: '.status.compositeAlarmName' },
      { name: 'Dashboard', type: 'string', jsonPath: '.status.dashboardName', priority: 1 },
      { name: 'Unconfirmed', type: 'string', jsonPath: '.status.unconfirmedEmails', priority: 1 },
    ],
  },
  {
    group: layerGroup,
    version,
    kind: 'PlatformDatabase',
    plural: 'platformdatabases',
    shortNames: [],
    folder: 'database',
    about: 'The database layer of a platform: PostgreSQL on RDS. Written by the operator.',
    spec: platformDatabaseSpec,
    status: platformDatabaseStatus,
    columns: [
      { name: 'Engine', type: 'string', jsonPath: '.status.engineVersion' },
      { name: 'Class', type: 'string', jsonPath: '.spec.instanceClass' },
      { name: 'Multi-AZ', type: 'boolean', jsonPath: '.spec.multiAz' },
      { name: 'Instance', type: 'string', jsonPath: '.status.instanceIdentifier', priority: 1 },
      { name: 'Address', type: 'string', jsonPath: '.status.address', priority: 1 },
      { name: 'Data policy', type: 'string', jsonPath: '.spec.dataPolicy', priority: 1 },
    ],
  },
  {
    group: layerGroup,
    version,
    kind: 'PlatformCache',
    plural: 'platformcaches',
    shortNames: [],
    folder: 'cache',
    about: 'The cache layer of a platform: Redis or Valkey on ElastiCache. Written by the operator.',
    spec: platformCacheSpec,
    status: platformCacheStatus,
    columns: [
      { name: 'Engine', type: 'string', jsonPath: '.spec.engine' },
      { name: 'Version', type: 'string', jsonPath: '.status.engineVersion' },
      { name: 'Nodes', type: 'integer', jsonPath: '.spec.nodes' },
      { name: 'Group', type: 'string', jsonPath: '.status.replicationGroupId', priority: 1 },
      { name: 'Endpoint', type: 'string', jsonPath: '.status.primaryEndpoint', priority: 1 },
      { name: 'Data policy', type: 'string', jsonPath: '.spec.dataPolicy', priority: 1 },
    ],
  },
  {
    group: layerGroup,
    version,
    kind: 'PlatformRegistry',
    plural: 'platformregistries',
    shortNames: [],
    folder: 'registry',
    about: 'The image registry of a platform: ECR repositories. Written by the operator.',
    spec: platformRegistrySpec,
    status: platformRegistryStatus,
    columns: [
      { name: 'Repositories', type: 'string', jsonPath: '.status.repositories[*].repositoryName' },
      { name: 'Keep', type: 'integer', jsonPath: '.spec.keepImages' },
      { name: 'Data policy', type: 'string', jsonPath: '.spec.dataPolicy', priority: 1 },
    ],
  },
  {
    group: layerGroup,
    version,
    kind: 'PlatformSecrets',
    plural: 'platformsecrets',
    shortNames: [],
    folder: 'secrets',
    about: 'The secrets of the application of a platform, in Secrets Manager. Written by the operator.',
    spec: platformSecretsSpec,
    status: platformSecretsStatus,
    columns: [
      { name: 'Secrets', type: 'string', jsonPath: '.status.secrets[*].secretName' },
      { name: 'Recovery days', type: 'integer', jsonPath: '.spec.recoveryWindowDays', priority: 1 },
    ],
  },
]
