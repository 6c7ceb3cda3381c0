import { type ClusterAccess, type InCluster, inClusterAccess } from './access.ts'
import type { WriteListener } from './ask.ts'
import { createKubeClient, type KubeClient } from './client.ts'
import { parseKubeconfig, readKubeconfig } from './kubeconfig.ts'
import { createTransport, type TransportOptions } from './transport.ts'

/** Exactly one of: a kubeconfig file, its text (which may not name files), or the pod we run in. */
export type ConnectSource = Readonly<{ kubeconfigPath: string } | { kubeconfigText: string } | { inCluster: InCluster }>

/** How to connect. `wrote` hears of every write that the API server took. */
export type ConnectOptions = TransportOptions & Readonly<{ wrote?: WriteListener | undefined }>

/** A client with its own connections. `host` is `host:port` of the API server. */
export type Connection = Readonly<{ client: KubeClient; host: string; close(): Promise<void> }>

/**
 * Connects to one API server with one set of credentials. Sends nothing yet; throws a `KubeconfigError` if the source cannot be
 * used. `close` lets calls end and cuts watches. For new credentials, connect again and close the old connection.
 */
export const connect = (source: ConnectSource, options: ConnectOptions): Connection => {
  const transport = createTransport(accessFrom(source), options)
  return { client: createKubeClient(transport, options.wrote), host: transport.host, close: transport.close }
}

const accessFrom = (source: ConnectSource): ClusterAccess => {
  if ('inCluster' in source) return inClusterAccess(source.inCluster)
  if ('kubeconfigText' in source) return parseKubeconfig(source.kubeconfigText)
  return readKubeconfig(source.kubeconfigPath)
}
