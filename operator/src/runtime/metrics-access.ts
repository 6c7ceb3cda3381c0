import { createHash } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { AccessReviews, Caller } from '../ports/access-reviews.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { createRemembered } from './remembered.ts'

/**
 * Lets in whom the cluster lets `get` the path: 401 for a token that is nobody's or missing, 403 for somebody who may not, 503
 * while the cluster cannot be asked. Answers are remembered as controller-runtime does: who somebody is for a minute, a yes for
 * five, a no for half a minute.
 */
export const onlyForReaders = ({
  reviews,
  clock,
  log,
}: Readonly<{ reviews: AccessReviews; clock: Clock; log: Log }>): MiddlewareHandler => {
  const callers = createRemembered<Caller | undefined>({ clock, keepMs: (caller) => (caller ? 60_000 : 30_000) })
  const verdicts = createRemembered<boolean>({ clock, keepMs: (allowed) => (allowed ? 300_000 : 30_000) })
  const judge = async (token: string, path: string): Promise<Verdict> => {
    // whoever has begun to ask may go away, others wait for the same answer
    const { signal } = new AbortController()
    const caller = await callers(digest(token), () => reviews.whoHas(token, signal))
    if (!caller) return 'nobody'
    const allowed = await verdicts(digest(JSON.stringify([caller, path])), () =>
      reviews.may(caller, { verb: 'get', path }, signal),
    )
    return allowed ? 'welcome' : 'forbidden'
  }
  return async (c, next) => {
    const token = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    const verdict = token === undefined ? 'nobody' : await judge(token, c.req.path).catch(cannotTell(log))
    switch (verdict) {
      case 'welcome':
        return next()
      case 'nobody':
        return c.text('Unauthorized: send a bearer token of this cluster\n', 401, { 'www-authenticate': 'Bearer' })
      case 'forbidden':
        return c.text(`Forbidden: grant verb get on the nonResourceURL ${c.req.path}\n`, 403)
      case 'unknown':
        return c.text('The API server cannot be asked who you are: try later\n', 503)
    }
  }
}

type Verdict = 'welcome' | 'nobody' | 'forbidden' | 'unknown'

const cannotTell =
  (log: Log) =>
  (err: unknown): Verdict => {
    log.warn({ err }, 'cannot ask who reads the metrics')
    return 'unknown'
  }

// a heap dump must not hold the tokens of our readers
const digest = (text: string): string => createHash('sha256').update(text).digest('base64')
