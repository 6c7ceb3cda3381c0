import { type DestinationStream, pino } from 'pino'
import type { Log } from '../ports/log.ts'
import { reconcileContext } from './reconcile-context.ts'
import { redacted } from './redact.ts'

/**
 * A logger that writes one JSON object a line, with the reconcile it belongs to and without secrets (see `redacted`).
 * `destination` is standard output if not given.
 */
export const createLog = (
  { level, name }: Readonly<{ level: string; name: string }>,
  destination?: DestinationStream,
): Log => {
  const options = {
    name,
    level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => redacted(fields) as Record<string, unknown>,
    },
    serializers: { err: (error: unknown) => redacted(error instanceof Error ? fieldsOf(error) : error) },
    mixin: () => ({ ...reconcileContext() }),
  }
  return destination ? pino(options, destination) : pino(options)
}

// a plain object, as the serializer's own hides the error itself in it; the name, as a bundle has cut the class's short
const fieldsOf = (error: Error): object => ({ ...pino.stdSerializers.err(error), type: error.name })
