import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../errors.ts'
import type { Claims } from '../tokens/tokens.ts'
import type { Dependencies } from './dependencies.ts'

declare module 'fastify' {
  interface FastifyRequest {
    claims: Claims | undefined
  }
}

/**
 * Admits requests with an access token whose session goes on. While Redis cannot be asked, the signature alone admits: a token
 * lives minutes, and an outage of sessions must not become one of the whole application.
 */
export function authenticate({ tokens, sessions, metrics }: Pick<Dependencies, 'tokens' | 'sessions' | 'metrics'>) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const claims = await tokens.readAccess(bearerOf(request))
    if (!claims) throw unauthorized('invalid or expired token')
    const state = await sessions.state(claims.userId, claims.sessionId)
    if (state === 'ended') throw unauthorized('invalid or expired token')
    if (state === 'unknown') metrics.unverified.inc()
    request.claims = claims
  }
}

/** Who asks. Only for routes behind `authenticate`. */
export function claimsOf({ claims }: FastifyRequest): Claims {
  if (!claims) throw unauthorized('unauthorized')
  return claims
}

function bearerOf({ headers: { authorization } }: FastifyRequest): string {
  if (!authorization) throw unauthorized('authorization header required')
  const [scheme = '', token = '', ...more] = authorization.split(' ')
  if (scheme.toLowerCase() !== 'bearer' || token === '' || more.length > 0) {
    throw unauthorized('invalid authorization header format')
  }
  return token
}

const unauthorized = (message: string): Refusal => new Refusal(401, 'unauthorized', message)
