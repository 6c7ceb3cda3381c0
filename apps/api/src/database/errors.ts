import { unavailable } from '../errors.ts'

/** Whether a unique constraint was violated, and which. */
export const violatedUnique = (error: unknown): string | undefined => {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' ? (constraint ?? 'unknown') : undefined
}

/** Runs a query; a database that cannot be reached, or is on its way up or down, becomes a refusal that says to come again. */
export async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isOutage(error) ? unavailable('database', error) : error
  }
}

/** Whether the same query may work in a moment. Codes of PostgreSQL: its manual, appendix A. */
export function isOutage(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return outageCodes.has(code) || code.startsWith('08') || outageMessages.some((part) => message.includes(part))
}

const outageCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  // too_many_connections
  '53300',
  // admin_shutdown, crash_shutdown, cannot_connect_now, query_canceled
  '57P01',
  '57P02',
  '57P03',
  '57014',
  // read_only_sql_transaction: a standby that is about to be the primary
  '25006',
  // serialization_failure, deadlock_detected, lock_not_available
  '40001',
  '40P01',
  '55P03',
  // the password is being changed: the file with the new one is on its way
  '28P01',
  '28000',
])

/** What `pg` says without a code. */
const outageMessages = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'Client has encountered a connection error',
  'Cannot use a pool after calling end',
]
