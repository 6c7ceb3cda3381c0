/**
 * How the connection to another cluster stands. `message` names the cause and what to do, without clocks or counters.
 * - `Waiting`: there is no kubeconfig yet.
 * - `Connecting`: there is one, and nothing is known yet, also after our own restart; with a message when that lasts.
 * - `Reachable`: the API server answers us. `Unauthorized`: it answers, and refuses us. `Unreachable`: no answer, see `cause`.
 */
export type Reach = Readonly<{
  /** Since when, in milliseconds since 1970. */
  since: number
  message: string
}> &
  (
    | Readonly<{ state: 'Waiting' | 'Connecting' | 'Reachable' | 'Unauthorized' }>
    | Readonly<{ state: 'Unreachable'; cause: UnreachableCause }>
  )

/** Why no useful answer comes. `KubeconfigInvalid`: it is missing, or cannot be used. `Unreachable`: see the message. */
export type UnreachableCause =
  | 'NameNotResolved'
  | 'Refused'
  | 'TimedOut'
  | 'CertificateInvalid'
  | 'NotReady'
  | 'KubeconfigInvalid'
  | 'Unreachable'
