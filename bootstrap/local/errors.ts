/** Something the local stack cannot do, with what the reader can do about it in `cure`. */
export abstract class LocalStackError extends Error {
  abstract readonly code: string
  readonly cure: string

  constructor(message: string, cure: string, options?: ErrorOptions) {
    super(message, options)
    this.cure = cure
  }
}

/** The machine lacks a tool, space or a network that the build needs. */
export class PrerequisiteError extends LocalStackError {
  override readonly name = 'PrerequisiteError'
  readonly code = 'PREREQUISITE'
}

/** A program of the control plane did not compile, or its module could not be fetched. */
export class BuildError extends LocalStackError {
  override readonly name = 'BuildError'
  readonly code = 'BUILD'
}

/** The control plane is not in the cache, and the caller is not one that builds. */
export class NotBuiltError extends LocalStackError {
  override readonly name = 'NotBuiltError'
  readonly code = 'NOT_BUILT'
}

/** Somebody else listens on a port of ours. */
export class PortBusyError extends LocalStackError {
  override readonly name = 'PortBusyError'
  readonly code = 'PORT_BUSY'
}

/** A part ended before it was ready, or did not become ready in time. The message holds the last lines of its log. */
export class PartError extends LocalStackError {
  override readonly name = 'PartError'
  readonly code = 'PART'
}

/** A condition that we wait for did not come true in time. */
export class WaitError extends LocalStackError {
  override readonly name = 'WaitError'
  readonly code = 'WAIT'
}

/** What is asked for does not fit what is there already, for example another port base for a stack that runs. */
export class StateError extends LocalStackError {
  override readonly name = 'StateError'
  readonly code = 'STATE'
}
