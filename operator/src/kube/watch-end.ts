import { MalformedEventError } from '../errors.ts'
import { ApiError, isExpired } from './errors.ts'
import { SilenceError } from './silence.ts'

/** How a watch ended: `error` is undefined for a regular end. */
export type WatchEnd = Readonly<{
  error: unknown
  lastedMs: number
  /** Malformed events in a row, this one included, without an event understood in between. */
  malformedInRow: number
}>

/** What to do next. `relist` gives up the resource version; `pause` waits out a backoff first. */
export type NextStep = Readonly<{ relist: boolean; pause: boolean; reason: EndReason }>

/** Why a watch ended: the values of the `reason` label. */
export type EndReason = (typeof endReasons)[number]

export const endReasons = ['ended', 'silence', 'expired', 'throttled', 'refused', 'malformed', 'fault'] as const

/** Decides how to go on. Nothing is ever a reason to stop. */
export const afterWatch = ({ error, lastedMs, malformedInRow }: WatchEnd): NextStep => {
  const brief = lastedMs < briefMs
  // a server that ends or expires every watch at once must not be asked in a tight loop
  if (error === undefined) return { relist: false, pause: brief, reason: 'ended' }
  if (error instanceof SilenceError) return { relist: false, pause: false, reason: 'silence' }
  if (isExpired(error)) return { relist: true, pause: brief, reason: 'expired' }
  if (error instanceof MalformedEventError)
    return { relist: malformedInRow >= maxMalformed, pause: true, reason: 'malformed' }
  if (!(error instanceof ApiError)) return { relist: false, pause: true, reason: 'fault' }
  if (error.status === 429) return { relist: false, pause: true, reason: 'throttled' }
  // rights come back: an API server that has just started may lack them for a second
  if (error.status === 401 || error.status === 403) return { relist: false, pause: true, reason: 'refused' }
  // our version is unknown to a server restored from a backup, and means nothing after its CRD was replaced
  if (error.status < 500 || isFromTheFuture(error)) return { relist: true, pause: true, reason: 'refused' }
  return { relist: false, pause: true, reason: 'fault' }
}

const briefMs = 1_000
const maxMalformed = 3

/** k8s.io/apiserver/pkg/storage/errors.go: ResourceVersionTooLarge. */
const isFromTheFuture = (error: ApiError): boolean =>
  error.causes.some(({ reason }) => reason === 'ResourceVersionTooLarge')
