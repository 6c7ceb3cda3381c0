import type { ErrorBody } from '@taskplatform/app-contract/error'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { Refusal } from '../errors.ts'
import type { Dependencies } from './dependencies.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a caller is told when the route fails in a way that is no business of his. */
    failure?: string
  }
}

/** Makes every refusal the same body. What went wrong inside is for the log. */
export function answerErrors(app: FastifyInstance, { log }: Pick<Dependencies, 'log'>): void {
  app.setNotFoundHandler(() => {
    throw new Refusal(404, 'not_found', 'page not found')
  })
  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    const refusal = refusalOf(error)
    if (refusal) {
      if (refusal.status >= 500) log.warn({ requestId: request.id, err: summaryOf(error) }, 'request refused')
      return send(reply, refusal)
    }
    log.error({ requestId: request.id, err: summaryOf(error) }, 'request failed')
    return send(reply, new Refusal(500, 'internal', request.routeOptions.config.failure ?? 'internal error'))
  })
}

function refusalOf(error: FastifyError | Refusal): Refusal | undefined {
  if (error instanceof Refusal) return error
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal(413, 'payload_too_large', 'the body is too large')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal(415, 'unsupported_media_type', 'the body must be JSON: send Content-Type: application/json')
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new Refusal(400, 'invalid_request', 'the body must be a JSON object')
  }
  const status = error.statusCode ?? 500
  return status >= 400 && status < 500
    ? new Refusal(status, 'invalid_request', 'the request cannot be read')
    : undefined
}

function send(reply: FastifyReply, { status, code, message, details, retryAfterSeconds }: Refusal): FastifyReply {
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  const body: ErrorBody = { error: message, code, ...(details ? { details: [...details] } : {}) }
  return reply.code(status).header('cache-control', 'no-store').send(body)
}

// errors of the database quote rows, and those rows hold addresses and hashes: only what names the fault is kept
function summaryOf(error: unknown): Record<string, unknown> {
  const { name, code, message, stack, cause } = error as Error & { code?: string }
  const isDatabase = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)
  return {
    type: name,
    code,
    message: isDatabase ? `database error ${code}` : message,
    stack: isDatabase ? undefined : stack,
    ...(cause ? { cause: summaryOf(cause) } : {}),
  }
}
