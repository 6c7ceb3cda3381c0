import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Cluster, User } from '@kubernetes/client-node'
// The deep module, 5 kB: the package's entry loads 880 API classes, about 50 MiB.
import { newClusters, newContexts, newUsers } from '@kubernetes/client-node/dist/config_types.js'
import { parse } from 'yaml'
import { KubeconfigError } from '../errors.ts'
import type { Authorization, ClusterAccess } from './access.ts'

/**
 * Reads the current context of a kubeconfig: where the API server is and how we prove who we are. Relative paths in it start
 * at `directory`; without one it may name no files at all, because a text from elsewhere must not make us read our own and
 * send them away. Understands client certificates, tokens, token files, basic authentication and impersonation of a user;
 * throws a `KubeconfigError` for exec plugins, auth providers and proxies, which we do not run.
 */
export const parseKubeconfig = (text: string, directory?: string): ClusterAccess => {
  const document = parseYaml(text)
  const { cluster, user } = currentContext(document)
  if (cluster.proxyUrl)
    throw new KubeconfigError(`Cluster "${cluster.name}" has a proxy-url, which is not supported: remove it`)
  const pathTo = (file: string) => pathWithin(directory, file)
  const read = (file: string) => readCredential(pathTo(file))
  return {
    server: cluster.server,
    ca: pem(cluster.caData, cluster.caFile, read),
    insecure: cluster.skipTLSVerify,
    serverName: cluster.tlsServerName,
    clientCertificate: clientCertificate(user, read),
    authorization: authorization(user, tokenFileOf(document, user.name), pathTo),
    impersonateUser: user.impersonateUser,
  }
}

/** Reads a kubeconfig file; see `parseKubeconfig`. */
export const readKubeconfig = (path: string): ClusterAccess =>
  parseKubeconfig(readCredential(path), dirname(resolve(path)))

const parseYaml = (text: string): Record<string, unknown> => {
  const document = parseQuietly(text)
  if (typeof document === 'object' && document !== null) return document as Record<string, unknown>
  throw new KubeconfigError('The kubeconfig is not a YAML mapping: check the file or the secret that it comes from')
}

// The parser's own error quotes the line, which may be a credential: it is not kept as the cause.
const parseQuietly = (text: string): unknown => {
  try {
    return parse(text, { logLevel: 'error' })
  } catch {
    return undefined
  }
}

const currentContext = (document: Record<string, unknown>): { cluster: Cluster; user: User } => {
  const wanted = document['current-context']
  const context = entries(() => newContexts(document['contexts'])).find(({ name }) => name === wanted)
  if (!context)
    throw new KubeconfigError(
      `The kubeconfig has no context "${String(wanted)}": set current-context to one of its contexts`,
    )
  const cluster = entries(() => newClusters(document['clusters'])).find(({ name }) => name === context.cluster)
  if (!cluster)
    throw new KubeconfigError(
      `Context "${context.name}" names cluster "${context.cluster}", which the kubeconfig lacks`,
    )
  const user = entries(() => newUsers(document['users'])).find(({ name }) => name === context.user)
  if (!user)
    throw new KubeconfigError(`Context "${context.name}" names user "${context.user}", which the kubeconfig lacks`)
  return { cluster, user }
}

const entries = <T>(read: () => T[]): T[] => {
  try {
    return read()
  } catch (error) {
    throw new KubeconfigError(
      `The kubeconfig is incomplete: ${error instanceof Error ? error.message : 'an entry is malformed'}`,
    )
  }
}

const clientCertificate = (user: User, read: (file: string) => string): ClusterAccess['clientCertificate'] => {
  const cert = pem(user.certData, user.certFile, read)
  const key = pem(user.keyData, user.keyFile, read)
  if (cert && key) return { cert, key }
  if (cert || key) throw new KubeconfigError(`User "${user.name}" needs both a client certificate and its key`)
  return undefined
}

const authorization = (user: User, tokenFile: string | undefined, pathTo: (file: string) => string): Authorization => {
  const instead = 'is not supported: use a token or a client certificate'
  if (user.exec) throw new KubeconfigError(`The exec plugin of user "${user.name}" ${instead}`)
  if (user.authProvider) throw new KubeconfigError(`The auth-provider of user "${user.name}" ${instead}`)
  if (tokenFile) return { kind: 'tokenFile', path: pathTo(tokenFile) }
  if (user.token) return { kind: 'token', token: user.token }
  if (user.username) return { kind: 'basic', username: user.username, password: user.password ?? '' }
  return { kind: 'none' }
}

// client-node looks for `token-file`; kubectl writes `tokenFile`
const tokenFileOf = (document: Record<string, unknown>, userName: string): string | undefined => {
  const users = document['users'] as { name: string; user?: { tokenFile?: string } }[]
  return users.find(({ name }) => name === userName)?.user?.tokenFile
}

const pem = (data: string | undefined, file: string | undefined, read: (file: string) => string): string | undefined =>
  data ? Buffer.from(data, 'base64').toString('utf8') : file ? read(file) : undefined

const pathWithin = (directory: string | undefined, file: string): string => {
  if (directory !== undefined) return resolve(directory, file)
  throw new KubeconfigError('The kubeconfig names a file, which only one that is a file itself may: put the data in it')
}

const readCredential = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new KubeconfigError(`Cannot read ${path}: check that it exists and that this process may read it`, {
      cause: error,
    })
  }
}
