import type { Kind } from '../../service/kind.ts'
import { managed } from '../managed-resource.ts'
import { service } from './found.ts'

/** Keeps a kubeconfig with a fresh token in a secret. Nothing in AWS: the provider does it by itself, see provider/cluster-auth.ts. */
export const clusterAuth: Kind = {
  resource: managed(service, 'ClusterAuth', 'clusterauths'),
  title: 'EKS Cluster Auth',
  service: 'EKS',
  calls: { create: 'DescribeCluster', modify: 'DescribeCluster', delete: 'DescribeCluster' },
  arguments: ['clusterName', 'refreshPeriod', 'region'],
  replacing: [],
  references: [{ argument: 'clusterName', to: 'Cluster', value: 'name' }],
  naming: { by: 'user' },
  create: () => ({}),
}
