import type { SeenRequest } from './request.ts'

/** How the API server behaves, seen through the proxy. What is left out is as it should be. */
export type Behaviour = Readonly<{
  /** An answer in place of the API server's; `hang` takes the request and never answers. */
  instead?: (request: SeenRequest) => Reply | 'hang' | undefined
  /** A write was carried out, and its answer is on its way. `lose` ends the connection instead of answering. */
  carriedOut?: (request: SeenRequest) => Promise<'deliver' | 'lose'>
  /** The answer of a write that was carried out has left. */
  delivered?: (request: SeenRequest) => void
  /** How many milliseconds late the events of a watch come. */
  lagMs?: (request: SeenRequest) => number
}>

/** An answer of the proxy's own. */
export type Reply = Readonly<{ status: number; headers?: Readonly<Record<string, string>>; body: object }>

/** Too many requests, as the API server's priority and fairness says it. */
export const tooManyRequests = (retryAfterSeconds: number): Reply => ({
  status: 429,
  headers: { 'retry-after': String(retryAfterSeconds) },
  body: {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'too many requests, please try again later',
    reason: 'TooManyRequests',
    details: { retryAfterSeconds },
    code: 429,
  },
})
