import { type DestinationStream, type Logger, pino } from 'pino'

/** A logger of JSON lines. Whatever is named like a secret is replaced, at the top and two levels down. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service: 'task-api' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths, censor: '[redacted]' },
  }
  return destination ? pino(options, destination) : pino(options)
}

const names = [
  'authorization',
  'cookie',
  'password',
  'token',
  'access_token',
  'refresh_token',
  'secret',
  'connectionString',
]

const paths = names.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
