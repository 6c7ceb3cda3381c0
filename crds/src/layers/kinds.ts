import type { KubernetesObject } from '../kubernetes.ts'
import type { PlatformCacheSpec, PlatformCacheStatus } from './cache.ts'
import type { PlatformClusterSpec, PlatformClusterStatus } from './cluster.ts'
import type { PlatformDatabaseSpec, PlatformDatabaseStatus } from './database.ts'
import type { PlatformEdgeSpec, PlatformEdgeStatus } from './edge.ts'
import type { PlatformEndpointsSpec, PlatformEndpointsStatus } from './endpoints.ts'
import type { PlatformIdentitiesSpec, PlatformIdentitiesStatus } from './identities.ts'
import type { PlatformNetworkSpec, PlatformNetworkStatus } from './network.ts'
import type { PlatformObservabilitySpec, PlatformObservabilityStatus } from './observability.ts'
import type { PlatformRegistrySpec, PlatformRegistryStatus } from './registry.ts'
import type { PlatformSecretsSpec, PlatformSecretsStatus } from './secrets.ts'

/** What Crossplane adds to the spec of a composite. */
type Machinery = Readonly<{
  crossplane?: {
    compositionRef?: { name: string }
    compositionRevisionRef?: { name: string }
    compositionUpdatePolicy?: 'Automatic' | 'Manual'
    resourceRefs?: readonly { apiVersion: string; kind: string; name?: string; namespace?: string }[]
  }
}>

/** Network of a platform, as an object of the management cluster. */
export type PlatformNetwork = KubernetesObject & {
  apiVersion: 'aws.taskplatform.dev/v1alpha1'
  kind: 'PlatformNetwork'
  spec: PlatformNetworkSpec & Machinery
  status?: PlatformNetworkStatus
}

/** Interface endpoints of a platform, as an object of the management cluster. */
export type PlatformEndpoints = KubernetesObject & {
  apiVersion: 'aws.taskplatform.dev/v1alpha1'
  kind: 'PlatformEndpoints'
  spec: PlatformEndpointsSpec & Machinery
  status?: PlatformEndpointsStatus
}

/** EKS cluster of a platform, as an object of the management cluster. */
export type PlatformCluster = KubernetesObject & {
  apiVersion: 'aws.taskplatform.dev/v1alpha1'
  kind: 'PlatformCluster'
  spec: PlatformClusterSpec & Machinery
  status?: PlatformClusterStatus
}

/** Identities of the workloads of a platform, as an object of the management cluster. */
export type PlatformIdentities = KubernetesObject & {
  apiVersion: 'aws.taskplatform.dev/v1alpha1'
  kind: 'PlatformIdentities'
  spec: PlatformIdentitiesSpec & Machinery
  status?: PlatformIdentitiesStatus
}

/** Load balancer of a platform, as an object of the management cluster. */
export type PlatformEdge = KubernetesObject & {
  apiVersion: 'aws.taskplatform.dev/v1alpha1'
  kind: 'PlatformEdge'
  spec: PlatformEdgeSpec & Machinery
  status?: PlatformEdgeStatus
}

/** Alarms, topics and log groups of a platform, as an object of the management cluster. */
export type PlatformObservability = KubernetesObject & {
  apiVersion: 'aws.taskplatform.dev/v1alpha1'
  kind: 'PlatformObservability'
  spec: PlatformObservabilitySpec & Machinery
  status?: PlatformObservabilityStatus
}

/** Database of a platform, as an object of the management cluster. */
export type PlatformDatabase = KubernetesObject & {
  apiVersion: 'aws.taskplatform.dev/v1alpha1'
  kind: 'PlatformDatabase'
  spec: PlatformDatabaseSpec & Machinery
  status?: PlatformDatabaseStatus
}

/** Cache of a platform, as an object of the management cluster. */
export type PlatformCache = KubernetesObject & {
  apiVersion: 'aws.taskplatform.dev/v1alpha1'
  kind: 'PlatformCache'
  spec: PlatformCacheSpec & Machinery
  status?: PlatformCacheStatus
}

/** Image registry of a platform, as an object of the management cluster. */
export type PlatformRegistry = KubernetesObject & {
  apiVersion: 'aws.taskplatform.dev/v1alpha1'
  kind: 'PlatformRegistry'
  spec: PlatformRegistrySpec & Machinery
  status?: PlatformRegistryStatus
}

/** Secrets of the application of a platform, as an object of the management cluster. */
export type PlatformSecrets = KubernetesObject & {
  apiVersion: 'aws.taskplatform.dev/v1alpha1'
  kind: 'PlatformSecrets'
  spec: PlatformSecretsSpec & Machinery
  status?: PlatformSecretsStatus
}
