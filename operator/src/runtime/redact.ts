import { withoutSecrets } from '../without-secrets.ts'

/**
 * The same value without secrets, however deep: fields that are called like one are replaced, and so is what looks like one in any
 * text. Errors are left to the serializer, which hands in their fields.
 */
export const redacted = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return withoutSecrets(value)
  if (typeof value !== 'object' || value === null || value instanceof Error) return value
  if (value instanceof Date) return value
  if (depth >= maxDepth) return '[too deep]'
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      secretNames.has(name.toLowerCase()) ? censor : redacted(inner, depth + 1),
    ]),
  )
}

const censor = '[redacted]'

/** Below this nobody reads, and an object that contains itself must end somewhere. */
const maxDepth = 8

const secretNames: ReadonlySet<string> = new Set([
  'authorization',
  'token',
  'password',
  'kubeconfig',
  'secret',
  'data',
  'stringdata',
  'privatekey',
  'clientkey',
  'secretaccesskey',
  'sessiontoken',
])
