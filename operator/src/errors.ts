/**
 * An error that only a new spec will heal. The queue counts it and does not try again: the next change of the object does.
 * The message says what to change.
 */
export class TerminalError extends Error {
  override readonly name = 'TerminalError'
  readonly code = 'TERMINAL'
}

/**
 * An object with a name that we need belongs to somebody else. Tried again with backoff, because nobody tells us when it goes.
 * The message says what to do with it.
 */
export class NameTakenError extends Error {
  override readonly name = 'NameTakenError'
  readonly code = 'NAME_TAKEN'
}

/** A call or a reconcile took longer than it was given. Time may heal it, so it is retried with backoff. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
  readonly code = 'DEADLINE'
}

/** No answer from an API server, or only part of one. `fault` is the network's word for it (`ECONNRESET`), the cause its error. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly code = 'TRANSPORT'
  readonly fault: string

  constructor(message: string, { fault, cause }: Readonly<{ fault: string; cause?: unknown }>) {
    super(message, { cause })
    this.fault = fault
  }
}

/** An event of a watch that is not JSON. Reading again from the last event gives it once more. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError'
  readonly code = 'MALFORMED_EVENT'
}

/** A kubeconfig that cannot be used. Its text never quotes the file, which holds credentials. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError'
  readonly code = 'KUBECONFIG'
}

/** Flags, environment or files that cannot be used; the message says which, and what they should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'CONFIG'
}

/** A write that was stopped before it left, because this process does not lead, or may not be the leader any more. */
export class NotLeadingError extends Error {
  override readonly name: string = 'NotLeadingError'
  readonly code: string = 'NOT_LEADING'
}

/** The Lease was lost while work went on. Ends the process: it starts again as a standby. */
export class LeaseLostError extends NotLeadingError {
  override readonly name = 'LeaseLostError'
  override readonly code = 'LEASE_LOST'
}
