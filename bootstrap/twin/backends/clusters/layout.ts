import { join } from 'node:path'

/** Where everything of one workload cluster lies. */
export type ClusterLayout = ReturnType<typeof layoutIn>

/** The paths of the cluster whose folder that is. */
export const layoutIn = (folder: string) => ({
  folder,
  etcdData: join(folder, 'etcd'),
  ports: join(folder, 'ports.json'),
  webhook: join(folder, 'token-webhook.yaml'),
  /** Kubeconfigs of the cluster's own users: for its programs and for the twin, never for clients. */
  kubeconfigOf: (user: ClusterClient) => join(folder, 'kubeconfigs', fileName(user)),
  pki: join(folder, 'pki'),
  pkiFile: (file: string) => join(folder, 'pki', file),
  etcdPkiFile: (file: string) => join(folder, 'pki', 'etcd', file),
})

/** Who has a client certificate of the cluster. */
export const clusterClients = ['admin', 'system:kube-controller-manager', 'system:kube-scheduler'] as const
export type ClusterClient = (typeof clusterClients)[number]

/** A user's name as a file name. */
export const fileName = (user: string): string => user.replaceAll(':', '-')
