import type { ErrorCode } from '@taskplatform/app-contract/error'

/** A refusal that the caller is told of; everything else that is thrown becomes an `internal` error without a word on why. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: ErrorCode
  readonly details: readonly FieldComplaint[] | undefined
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds: number | undefined

  constructor(status: number, code: ErrorCode, message: string, options: RefusalOptions = {}) {
    super(message, { cause: options.cause })
    this.status = status
    this.code = code
    this.details = options.details
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}

/** A field of a request that cannot be used, and what it should be. */
export type FieldComplaint = Readonly<{ field: string; message: string }>

type RefusalOptions = Readonly<{
  cause?: unknown
  details?: readonly FieldComplaint[]
  retryAfterSeconds?: number
}>

/** Something that we depend on cannot be reached: the same request may work in a moment. */
export const unavailable = (what: 'database' | 'redis', cause: unknown): Refusal =>
  new Refusal(503, 'unavailable', `${what} is unavailable, try again`, { cause, retryAfterSeconds: 1 })

/** Settings that cannot be used. The message names each variable and what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'CONFIG'
}

/** A secret file that cannot be used. The message names the file, never its content. */
export class SecretFileError extends Error {
  override readonly name = 'SecretFileError'
  readonly code = 'SECRET_FILE'
}
