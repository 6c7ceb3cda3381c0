/** The command cannot be carried out: bad arguments, or input that cannot be read. The message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'USAGE'
}
