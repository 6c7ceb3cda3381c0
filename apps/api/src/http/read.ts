import type { z } from 'zod'
import { type FieldComplaint, Refusal } from '../errors.ts'

/** Reads a part of a request. Throws a refusal 400 that names every field that cannot be used. */
export function read<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw badRequest(parsed.error.issues.map((issue) => complaintOf(issue, value)))
}

/** Reads the id of a task; an id that no task can have gives nothing. */
export function readId(text: string): number | undefined {
  if (!/^[+-]?\d{1,30}$/.test(text) || Number(text) < 1) throw new Refusal(400, 'invalid_request', 'invalid task id')
  const id = Number(text)
  return id <= greatestId ? id : undefined
}

/** Reads the version in If-Match: undefined when there is none, or any will do. */
export function readVersion(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch.trim())?.[1]
  if (version === undefined) throw new Refusal(400, 'invalid_request', 'If-Match must be the ETag of a task')
  return Number(version)
}

// the type of the column is integer
const greatestId = 2_147_483_647

const badRequest = (details: readonly FieldComplaint[]): Refusal =>
  new Refusal(
    400,
    'invalid_request',
    details.map(({ field, message }) => (field ? `${field} ${message}` : message)).join('; '),
    {
      details,
    },
  )

function complaintOf(issue: z.core.$ZodIssue, value: unknown): FieldComplaint {
  const field = issue.path.join('.')
  if (field === '') return { field, message: 'the body must be a JSON object' }
  return { field, message: isMissing(value, issue.path) ? 'is required' : messageOf(issue) }
}

const messageOf = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : issue.message

const isMissing = (value: unknown, path: readonly PropertyKey[]): boolean =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value) === undefined
