import type { Cause } from './cause.ts'

/** What passes: AWS is asked too often, or has a bad day. */
export const passingCauses: readonly Cause[] = [
  {
    says: /\b(RequestLimitExceeded|Throttling(?:Exception)?|ThrottledException|TooManyRequests(?:Exception)?|SlowDown|PriorRequestNotComplete|BandwidthLimitExceeded)\b|[Rr]ate exceeded/,
    cause: 'the account makes more calls than AWS admits; somebody else in the account may be the one who calls',
    cure: 'nothing: the provider tries again with growing pauses',
    heals: 'Time',
  },
  {
    says: /\b(ServiceUnavailable(?:Exception)?|InternalError|InternalFailure|InternalServerError|ServerException|StatusCode: 50\d)\b/,
    cause: 'AWS itself has trouble',
    cure: 'look at the AWS Health Dashboard; the provider tries again by itself',
    heals: 'Time',
  },
  {
    says: /connection refused|no such host|i\/o timeout|context deadline exceeded|TLS handshake|connection reset/,
    cause: 'there is no connection from the management cluster to what the message names',
    cure: 'check name resolution, proxies and network policies of the management cluster',
    heals: 'Time',
  },
]
