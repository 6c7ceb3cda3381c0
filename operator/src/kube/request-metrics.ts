import type { Clock } from '../ports/clock.ts'
import type { Metrics } from '../ports/metrics.ts'

/** Counts attempts, repetitions, and how long it took to the first byte, under client-go's names; all at 0 from the start. */
export const measureRequests = (metrics: Metrics, host: string, clock: Clock) => {
  const requests = metrics.counter({
    name: 'rest_client_requests_total',
    help: 'Requests to an API server, by status code (<error> without an answer), method and host.',
    labels: ['code', 'method', 'host'],
  })
  const durations = metrics.histogram({
    name: 'rest_client_request_duration_seconds',
    help: 'Time from a request to the head of its answer, by verb and host.',
    labels: ['verb', 'host'],
    buckets: durationBuckets,
  })
  const retries = metrics.counter({
    name: 'rest_client_request_retries_total',
    help: 'Requests sent once more, by what came of the last attempt (<error> without an answer), verb and host.',
    labels: ['code', 'verb', 'host'],
  })
  requests.add({ code: '200', method: 'GET', host }, 0)
  durations.zero({ verb: 'get', host })
  for (const code of ['429', '503', noAnswer]) retries.add({ code, verb: 'get', host }, 0)
  const measured = async <T extends { statusCode: number }>(
    request: { verb: string; method: string },
    send: () => Promise<T>,
  ): Promise<T> => {
    const start = clock.monotonic()
    const count = (code: string) => {
      requests.add({ code, method: request.method, host })
      durations.observe({ verb: request.verb, host }, (clock.monotonic() - start) / 1000)
    }
    try {
      const response = await send()
      count(String(response.statusCode))
      return response
    } catch (error) {
      count(noAnswer)
      throw error
    }
  }
  return {
    measured,
    /** `status` of the attempt that failed; `undefined` without an answer. */
    retried: (verb: string, status: number | undefined) =>
      retries.add({ code: status === undefined ? noAnswer : String(status), verb, host }),
  }
}

/** client-go's word for it. */
const noAnswer = '<error>'

/** Seconds; the buckets of client-go's component-base. */
const durationBuckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60]
