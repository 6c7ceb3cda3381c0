/** One reason for a refusal, as the API server gives it; `field` is a path such as `spec.network.cidr`. */
export type Cause = Readonly<{ field?: string; reason?: string; message?: string }>

/** An answer of 400 or more. `status` is the HTTP status, `reason` the API server's word for it (`NotFound`, `Conflict`...). */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code = 'KUBE_API'
  readonly status: number
  readonly reason: string
  readonly causes: readonly Cause[]
  /** How long the API server asked to be left alone. */
  readonly retryAfterMs: number | undefined

  constructor(
    message: string,
    {
      status,
      reason,
      causes,
      retryAfterMs,
    }: Readonly<{ status: number; reason: string; causes: readonly Cause[]; retryAfterMs?: number | undefined }>,
  ) {
    super(message)
    this.status = status
    this.reason = reason
    this.causes = causes
    this.retryAfterMs = retryAfterMs
  }
}

/**
 * Turns an answer into an error that names the request (`apply PlatformNetwork "acme/net"`), the API server's complaint and
 * what to do. Only the message of a `v1 Status` is quoted, and nothing at all where `secret` says that it may quote values.
 */
export const apiErrorFrom = (
  request: Readonly<{ what: string; secret?: boolean }>,
  response: Readonly<{ status: number; body: unknown; retryAfterMs?: number | undefined }>,
): ApiError => {
  const answer = statusFrom(response.body)
  const status = answer.code ?? response.status
  const reason = answer.reason ?? reasons[status] ?? 'Unknown'
  const complaint = request.secret ? undefined : answer.message?.slice(0, complaintLimit)
  const parts = [
    `Cannot ${request.what}`,
    complaint ? `: ${complaint}` : '',
    ` (${status} ${reason})`,
    cures[status] ? `. ${cures[status]}` : '',
  ]
  const causes = request.secret
    ? answer.causes.map(({ field, reason }) => ({ ...(field && { field }), ...(reason && { reason }) }))
    : answer.causes
  return new ApiError(parts.join(''), { status, reason, causes, retryAfterMs: response.retryAfterMs })
}

/** The object does not exist. */
export const isNotFound = (error: unknown): error is ApiError => hasStatus(error, 404)

/** Someone else changed or owns it: an expected situation, look again and take another turn. */
export const isConflict = (error: unknown): error is ApiError =>
  hasStatus(error, 409) && error.reason !== 'AlreadyExists'

/** An object of that name is there already. */
export const isAlreadyExists = (error: unknown): error is ApiError =>
  hasStatus(error, 409) && error.reason === 'AlreadyExists'

/** The API server refuses the content; `causes` name the fields. */
export const isInvalid = (error: unknown): error is ApiError => hasStatus(error, 422)

/** The resource version asked for is too old: list again. */
export const isExpired = (error: unknown): error is ApiError => hasStatus(error, 410)

/** How long the API server asked to be left alone, in milliseconds; `undefined` if it did not. */
export const retryAfterMsIn = (error: unknown): number | undefined =>
  error instanceof ApiError ? error.retryAfterMs : undefined

const complaintLimit = 1024

const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
}

const cures: Readonly<Record<number, string>> = {
  401: 'Renew the credentials in the kubeconfig',
  403: 'Grant this verb to the identity in the kubeconfig',
  404: 'Check that the object exists and that its CRD is installed',
  409: 'Read the object again and repeat the change',
  410: 'List again: the resource version is too old',
  422: 'Correct the named fields',
  429: 'The API server is busy: try later',
  503: 'The API server is not ready: try later',
}

const statusFrom = (body: unknown): { code?: number; reason?: string; message?: string; causes: readonly Cause[] } => {
  if (!isRecord(body) || body['kind'] !== 'Status') return { causes: [] }
  const details = isRecord(body['details']) ? body['details'] : {}
  return {
    ...(typeof body['code'] === 'number' && { code: body['code'] }),
    ...(typeof body['reason'] === 'string' && body['reason'] !== '' && { reason: body['reason'] }),
    ...(typeof body['message'] === 'string' && { message: body['message'] }),
    causes: Array.isArray(details['causes']) ? details['causes'].filter(isRecord).map(causeFrom) : [],
  }
}

const causeFrom = (cause: Record<string, unknown>): Cause => ({
  ...(typeof cause['field'] === 'string' && { field: cause['field'] }),
  ...(typeof cause['reason'] === 'string' && { reason: cause['reason'] }),
  ...(typeof cause['message'] === 'string' && { message: cause['message'] }),
})

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const hasStatus = (error: unknown, status: number): error is ApiError =>
  error instanceof ApiError && error.status === status
