/** What we use of a structured logger (pino fits): a constant message, and fields for what varies. */
export interface Log {
  debug: LogLine
  info: LogLine
  warn: LogLine
  error: LogLine
  /** A logger that adds `fields` to each of its lines. */
  child(fields: Record<string, unknown>): Log
}

/** One line. An `err` field is written with its stack and causes. */
export interface LogLine {
  (fields: Record<string, unknown>, message: string): void
  (message: string): void
}
