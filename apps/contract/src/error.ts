import { z } from 'zod'

/** Every kind of refusal; programs look at `code`, people at `error`. */
export const errorCodes = [
  'invalid_request',
  'unauthorized',
  'invalid_credentials',
  'invalid_refresh_token',
  'csrf',
  'not_found',
  'conflict',
  'precondition_failed',
  'payload_too_large',
  'unsupported_media_type',
  'too_many_requests',
  'unavailable',
  'internal',
] as const

/** The body of every refusal. `details` names the fields of a request that cannot be used. */
export const errorBody = z
  .object({
    error: z.string(),
    code: z.enum(errorCodes),
    details: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Error' })

export type ErrorCode = (typeof errorCodes)[number]
export type ErrorBody = z.output<typeof errorBody>
