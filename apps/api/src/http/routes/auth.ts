import { credentials, registration } from '@taskplatform/app-contract/account'
import { routes } from '@taskplatform/app-contract/routes'
import { refreshRequest, type Tokens } from '@taskplatform/app-contract/session'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../errors.ts'
import type { Subject } from '../../sessions/attempts.ts'
import type { RefreshClaims } from '../../tokens/tokens.ts'
import type { StoredUser } from '../../users/users.ts'
import { authenticate, claimsOf } from '../authenticate.ts'
import { clearCookies, refreshTokenOfBrowser, setCookies, wantsCookie } from '../browser-session.ts'
import type { Dependencies } from '../dependencies.ts'
import { read } from '../read.ts'

/** Accounts and the tokens of their sessions. */
export function authRoutes(app: FastifyInstance, dependencies: Dependencies): void {
  const { config, metrics, users, sessions, attempts, tokens, passwords } = dependencies
  const cookies = { secure: config.COOKIE_SECURE, maxAgeSeconds: Math.round(tokens.refreshSeconds) }

  const give = async (reply: FastifyReply, claims: RefreshClaims, inCookie: boolean): Promise<Tokens> => {
    const [access, refresh] = await Promise.all([tokens.signAccess(claims), tokens.signRefresh(claims)])
    if (inCookie) setCookies(reply, refresh, cookies)
    reply.header('cache-control', 'no-store')
    return {
      access_token: access,
      ...(inCookie ? {} : { refresh_token: refresh }),
      expires_in: Math.round(tokens.accessSeconds),
      token_type: 'Bearer',
    }
  }

  app.post(routes.register.path, failing('failed to register user'), async (request, reply) => {
    const { username, email, password } = read(registration, request.body)
    const subject: Subject = { kind: 'registration', name: request.ip }
    await attempts.admit([subject])
    const account = await users.add({ username, email, passwordHash: await passwords.hash(password) })
    await attempts.failed([subject])
    metrics.registrations.inc()
    return reply.code(201).send({ data: account })
  })

  app.post(routes.login.path, failing('failed to login'), async (request, reply) => {
    const { username, password } = read(credentials, request.body)
    const user = await logIn(dependencies, request.ip, username, password)
    const begun = await sessions.begin(user.id, { userAgent: request.headers['user-agent'], address: request.ip })
    metrics.logins.inc({ outcome: 'success' })
    return give(reply, { userId: user.id, username: user.username, ...begun }, wantsCookie(request))
  })

  app.post(routes.refresh.path, failing('failed to refresh token'), async (request, reply) => {
    const { token, inCookie } = refreshTokenOf(request)
    try {
      return await give(reply, await goOn(dependencies, token), inCookie)
    } catch (error) {
      if (inCookie && error instanceof Refusal && error.status === 401) clearCookies(reply)
      throw error
    }
  })

  const guarded = { ...failing('failed to logout'), preHandler: authenticate(dependencies) }
  app.post(routes.logout.path, guarded, async (request, reply) => {
    const { userId, sessionId } = claimsOf(request)
    await sessions.end(userId, sessionId)
    clearCookies(reply)
    return { message: 'logged out successfully' }
  })
}

const failing = (failure: string) => ({ config: { failure } })

async function logIn(
  { users, attempts, passwords, metrics }: Dependencies,
  address: string,
  username: string,
  password: string,
): Promise<StoredUser> {
  const subjects: Subject[] = [
    { kind: 'account', name: username },
    { kind: 'address', name: address },
  ]
  await attempts.admit(subjects).catch((error) => {
    if (error instanceof Refusal && error.status === 429) metrics.logins.inc({ outcome: 'locked' })
    throw error
  })
  const user = await users.byName(username)
  // an account that does not exist takes as long as one that does, or the time would tell which names there are
  const verdict = user ? await passwords.verify(user.passwordHash, password) : await passwords.pretend(password)
  if (!user || !verdict || verdict === 'wrong') {
    await attempts.failed(subjects)
    metrics.logins.inc({ outcome: 'wrong_credentials' })
    throw new Refusal(401, 'invalid_credentials', 'invalid username or password')
  }
  await attempts.succeeded({ kind: 'account', name: username })
  if (verdict === 'outdated') await users.rehash(user, await passwords.hash(password))
  return user
}

function refreshTokenOf(request: FastifyRequest): { token: string; inCookie: boolean } {
  const { refresh_token: given } = read(refreshRequest, request.body ?? {})
  if (given) return { token: given, inCookie: false }
  const fromCookie = refreshTokenOfBrowser(request)
  if (fromCookie) return { token: fromCookie, inCookie: true }
  const message = 'is required'
  throw new Refusal(400, 'invalid_request', `refresh_token ${message}`, {
    details: [{ field: 'refresh_token', message }],
  })
}

/** Exchanges a refresh token for the claims of the next pair. */
async function goOn({ tokens, sessions, users, metrics }: Dependencies, token: string): Promise<RefreshClaims> {
  const claims = await tokens.readRefresh(token)
  if (!claims) {
    metrics.refreshes.inc({ outcome: 'invalid' })
    throw invalidRefreshToken()
  }
  const { userId, sessionId } = claims
  // asked first: a database that is away must not cost the caller a token that is good once
  const user = await users.byId(userId)
  const rotation = await sessions.rotate(userId, sessionId, claims.tokenId)
  metrics.refreshes.inc({ outcome: rotation.outcome })
  if (!('tokenId' in rotation)) throw invalidRefreshToken()
  if (!user) {
    await sessions.end(userId, sessionId)
    throw invalidRefreshToken()
  }
  return { userId, username: user.username, sessionId, tokenId: rotation.tokenId }
}

const invalidRefreshToken = (): Refusal => new Refusal(401, 'invalid_refresh_token', 'invalid or expired refresh token')
