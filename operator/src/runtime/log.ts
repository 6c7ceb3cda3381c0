import { type DestinationStream, pino } from 'pino'
import type { Log } from '../ports/log.ts'
import { reconcileContext } from './reconcile-context.ts'

/**
 * A logger that writes one JSON object a line, with the reconcile it belongs to and without secrets: fields that are called like
 * one, at the top or one level down, are replaced. `destination` is standard output if not given.
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
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => ({ ...reconcileContext() }),
    redact: { paths: secretPaths, censor: '[redacted]' },
  }
  return destination ? pino(options, destination) : pino(options)
}

const secretNames = [
  'authorization',
  'Authorization',
  'token',
  'password',
  'kubeconfig',
  'secret',
  'data',
  'stringData',
  'privateKey',
  'clientKey',
]

const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
