import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KubeconfigError } from '../errors.ts'

/** Where an API server is and how we prove who we are: one credential epoch. New credentials mean a new connection. */
export type ClusterAccess = Readonly<{
  /** `https://host:port`, with a path if the server lives under one. */
  server: string
  /** PEM; the machine's own list when absent. */
  ca?: string | undefined
  insecure: boolean
  /** The name expected in the server's certificate, if not its host. */
  serverName?: string | undefined
  /** PEM. */
  clientCertificate?: Readonly<{ cert: string; key: string }> | undefined
  authorization: Authorization
  impersonateUser?: string | undefined
}>

/** How a request says who it is from, besides the client certificate. A token file is read again every minute. */
export type Authorization = Readonly<
  | { kind: 'none' }
  | { kind: 'token'; token: string }
  | { kind: 'tokenFile'; path: string }
  | { kind: 'basic'; username: string; password: string }
>

/** Where a pod finds its API server (`KUBERNETES_SERVICE_HOST` and `_PORT`), and its account's files. */
export type InCluster = Readonly<{ host: string; port: string; directory?: string | undefined }>

/** The access of a pod through its service account. */
export const inClusterAccess = ({ host, port, directory = serviceAccountDirectory }: InCluster): ClusterAccess => ({
  server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
  ca: readAccountFile(join(directory, 'ca.crt')),
  insecure: false,
  authorization: { kind: 'tokenFile', path: join(directory, 'token') },
})

/** The namespace of the pod that we run in; `undefined` outside of one. */
export const podNamespace = (directory: string = serviceAccountDirectory): string | undefined => {
  try {
    return readFileSync(join(directory, 'namespace'), 'utf8').trim()
  } catch {
    return undefined
  }
}

/** Where the kubelet mounts the account: https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
const serviceAccountDirectory = '/var/run/secrets/kubernetes.io/serviceaccount'

const readAccountFile = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new KubeconfigError(`Cannot read ${path}: the pod needs automountServiceAccountToken, or pass a kubeconfig`, {
      cause: error,
    })
  }
}
