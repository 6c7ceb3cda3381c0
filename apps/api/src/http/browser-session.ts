import { timingSafeEqual } from 'node:crypto'
import { cookieNames, delivery } from '@taskplatform/app-contract/session'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../errors.ts'

/** Whether the client wants its refresh token in a cookie that no script can read. */
export const wantsCookie = ({ headers }: FastifyRequest): boolean => headers[delivery.header] === delivery.cookie

/** How cookies are set. `secure` is only off on a machine of one's own without TLS. */
export type CookieSettings = Readonly<{ secure: boolean; maxAgeSeconds: number }>

/** Hands the refresh token to the browser, with a second cookie that scripts of the page can read and other pages cannot. */
export function setCookies(
  reply: FastifyReply,
  refreshToken: string,
  { secure, maxAgeSeconds: maxAge }: CookieSettings,
): void {
  const common = { sameSite: 'strict', secure, maxAge } as const
  reply.setCookie(cookieNames.refresh, refreshToken, { ...common, httpOnly: true, path: authPath })
  reply.setCookie(cookieNames.csrf, crypto.randomUUID(), { ...common, httpOnly: false, path: '/' })
}

/** Takes both away. */
export function clearCookies(reply: FastifyReply): void {
  reply.clearCookie(cookieNames.refresh, { path: authPath })
  reply.clearCookie(cookieNames.csrf, { path: '/' })
}

/**
 * The refresh token of a browser, or nothing if it sent none. Throws a refusal 403 unless the page repeats the cookie that only
 * pages of ours can read: a browser sends cookies whoever asks it to.
 */
export function refreshTokenOfBrowser({ cookies, headers }: FastifyRequest): string | undefined {
  const token = cookies[cookieNames.refresh]
  if (!token) return undefined
  const [given, expected] = [headers[delivery.csrfHeader], cookies[cookieNames.csrf]]
  if (typeof given !== 'string' || !expected || !areEqual(given, expected)) {
    throw new Refusal(403, 'csrf', 'the header X-CSRF-Token must repeat the cookie csrf_token')
  }
  return token
}

const authPath = '/api/v1/auth'

const areEqual = (a: string, b: string): boolean =>
  a.length === b.length &&
  timingSafeEqual(Buffer.from(a.padEnd(64).slice(0, 64)), Buffer.from(b.padEnd(64).slice(0, 64)))
