import { DeadlineError, KubeconfigError, TransportError } from '../errors.ts'
import { ApiError } from '../kube/errors.ts'
import type { UnreachableCause } from '../reach.ts'

/**
 * What one look at a cluster brought.
 * - `answered`: it answers, and we are let in. `refused`: it answers, and we are not.
 * - `failed`: no useful answer, and why. `unknown`: we could not even look.
 */
export type Look =
  | Readonly<{ kind: 'answered' }>
  | Readonly<{ kind: 'refused'; message: string }>
  | Readonly<{ kind: 'failed'; cause: UnreachableCause; message: string }>
  | Readonly<{ kind: 'unknown'; message: string }>

/** What an error of a call to the API server at `host` says about the way to it. */
export const lookFrom = (error: unknown, host: string): Look => {
  if (error instanceof ApiError) return lookFromAnswer(error, host)
  if (error instanceof KubeconfigError) return failed('KubeconfigInvalid', error.message)
  if (error instanceof DeadlineError) return failed('TimedOut', cures.TimedOut(host))
  if (!(error instanceof TransportError)) return { kind: 'unknown', message: messageOf(error) }
  const cause = causeOf(error.fault)
  return failed(cause ?? 'Unreachable', cause ? cures[cause](host) : error.message)
}

const lookFromAnswer = (error: ApiError, host: string): Look => {
  if (error.status === 401) return { kind: 'refused', message: `${host} does not accept our token: ${admit}` }
  if (error.status === 403) return { kind: 'refused', message: `${host} lets us in, and grants nothing: ${grant}` }
  return error.status >= 500
    ? failed('NotReady', cures.NotReady(host))
    : failed('Unreachable', `${host} answers ${error.status} ${error.reason}: check that it is an API server`)
}

const admit = 'check that the cluster admits whom the kubeconfig speaks for, and that its token has not ended'
const grant = 'give whom the kubeconfig speaks for the rights of an administrator'

type NamedCause = Exclude<UnreachableCause, 'KubeconfigInvalid' | 'Unreachable'>

const cures: Readonly<Record<NamedCause, (host: string) => string>> = {
  NameNotResolved: (host) =>
    `the name of ${host} cannot be resolved: check that the cluster still exists, and the DNS of the management cluster`,
  Refused: (host) => `${host} refuses connections: check that the API server runs`,
  TimedOut: (host) =>
    `${host} does not answer: check that its security groups, routes and allowed networks admit the management cluster`,
  CertificateInvalid: (host) =>
    `${host} shows a certificate that the kubeconfig does not vouch for: check what stands between us and the API server`,
  NotReady: (host) => `${host} is not ready: its API server starts, stops, or has lost its database`,
}

// names of Node.js (node:dns, libuv, OpenSSL) and of undici
const causeOf = (fault: string): NamedCause | undefined => {
  if (fault === 'ENOTFOUND' || fault === 'EAI_AGAIN') return 'NameNotResolved'
  if (fault === 'ECONNREFUSED') return 'Refused'
  if (/TIMEOUT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/.test(fault)) return 'TimedOut'
  return /CERT|SIGNATURE|^ERR_TLS_|^ERR_SSL_/.test(fault) ? 'CertificateInvalid' : undefined
}

const failed = (cause: UnreachableCause, message: string): Look => ({ kind: 'failed', cause, message })

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
