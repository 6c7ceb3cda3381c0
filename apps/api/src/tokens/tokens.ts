import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Rotating } from '../secrets/secret-file.ts'
import { type KeyRing, signingKey, verifyingKey } from './key-ring.ts'

/** What a token says of whom it was given to. */
export type Claims = Readonly<{ userId: number; username: string; sessionId: string }>

/** A refresh token is good once: `tokenId` tells its successor from it. */
export type RefreshClaims = Claims & Readonly<{ tokenId: string }>

/** Makes and reads the tokens of sessions. Reading gives nothing for a token that is not ours, has ended or is of the other kind. */
export interface TokenIssuer {
  readonly accessSeconds: number
  readonly refreshSeconds: number
  signAccess(claims: Claims): Promise<string>
  signRefresh(claims: RefreshClaims): Promise<string>
  readAccess(token: string): Promise<Claims | undefined>
  readRefresh(token: string): Promise<RefreshClaims | undefined>
}

/** Lifetimes in seconds. */
export type TokenSettings = Readonly<{
  issuer: string
  audience: string
  accessSeconds: number
  refreshSeconds: number
}>

/** Tokens under the key ring as it is at the moment. */
export function createTokenIssuer(ring: Rotating<KeyRing>, settings: TokenSettings, now: () => number): TokenIssuer {
  const { accessSeconds, refreshSeconds } = settings
  const secrets = secretsOf()

  const sign = async (type: TokenType, claims: Claims & { tokenId?: string }, seconds: number): Promise<string> => {
    const key = signingKey(ring.current(), now())
    const issuedAt = Math.floor(now() / 1000)
    const { userId, username, sessionId, tokenId } = claims
    return new SignJWT({ user_id: userId, username, sid: sessionId, token_type: type })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: key.kid })
      .setSubject(String(userId))
      .setIssuer(settings.issuer)
      .setAudience(settings.audience)
      .setJti(tokenId ?? crypto.randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(secrets.of(key.secret))
  }
  const read = async (token: string, type: TokenType): Promise<RefreshClaims | undefined> => {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => keyFor(kid), {
        algorithms: ['HS256'],
        issuer: settings.issuer,
        audience: settings.audience,
        currentDate: new Date(now()),
        clockTolerance: 5,
      })
      return claimsOf(payload, type)
    } catch {
      return undefined
    }
  }
  const keyFor = (kid: string | undefined): Uint8Array => {
    const key = verifyingKey(ring.current(), kid, now())
    if (!key) throw new Error('no such key')
    return secrets.of(key.secret)
  }
  return {
    accessSeconds,
    refreshSeconds,
    signAccess: (claims) => sign('access', claims, accessSeconds),
    signRefresh: (claims) => sign('refresh', claims, refreshSeconds),
    readAccess: (token) => read(token, 'access'),
    readRefresh: (token) => read(token, 'refresh'),
  }
}

type TokenType = 'access' | 'refresh'

const payloadOf = (type: TokenType) =>
  z.object({
    user_id: z.int().positive(),
    username: z.string(),
    sid: z.string().min(1).max(64),
    jti: z.string().min(1).max(64),
    token_type: z.literal(type),
  })

const payloads = { access: payloadOf('access'), refresh: payloadOf('refresh') }

function claimsOf(payload: unknown, type: TokenType): RefreshClaims | undefined {
  const parsed = payloads[type].safeParse(payload)
  if (!parsed.success) return undefined
  const { user_id: userId, username, sid: sessionId, jti: tokenId } = parsed.data
  return { userId, username, sessionId, tokenId }
}

/** Decoded once: a ring has few keys, and every request needs one. */
function secretsOf() {
  const decoded = new Map<string, Uint8Array>()
  return {
    of: (secret: string): Uint8Array => {
      const known = decoded.get(secret)
      if (known) return known
      if (decoded.size > 50) decoded.clear()
      const bytes = new Uint8Array(Buffer.from(secret, 'base64url'))
      decoded.set(secret, bytes)
      return bytes
    },
  }
}
