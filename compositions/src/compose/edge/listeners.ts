import { type Desired, managed, type Parameters, refTo } from '../../managed.ts'
import { asked } from '../../observed.ts'
import { readinessOf } from '../../readiness/readiness.ts'
import { listenerCertificateArn } from './certificates.ts'
import { type EdgePlan, keys, type Protocol } from './edge-plan.ts'
import { listenerRules } from './listener-rules.ts'
import { targetGroupArn } from './target-groups.ts'

/** What the load balancer does with requests: HTTPS serves them, HTTP sends them to HTTPS; without a host name HTTP serves. */
export const listeners = (edge: EdgePlan): Desired[] => [
  ...httpListener(edge),
  ...httpsListener(edge),
  ...(redirects(edge) || httpListener(edge).length === 0 ? [] : listenerRules(edge, 'http')),
  ...(httpsListener(edge).length === 0 ? [] : listenerRules(edge, 'https')),
]

/** Listeners wait for the target groups; that of HTTPS for its certificate too. */
export const withheldListeners = (edge: EdgePlan): string[] => [
  ...(httpListener(edge).length === 0 ? ['the target groups, to listen on port 80'] : []),
  ...(wantsHttps(edge) && httpsListener(edge).length === 0 ? ['the certificate, to listen on port 443'] : []),
]

const wantsHttps = ({ hostnames }: EdgePlan): boolean => hostnames.length > 0

const httpListener = (edge: EdgePlan): Desired[] => {
  const key = keys.listener('http')
  const action = redirects(edge) ? toHttps : forward(edge, 'http')
  if (!action) return []
  return [
    managed(edge.layer, 'elbv2/LBListener', key, {
      loadBalancerArnRef: refTo(edge.layer, keys.loadBalancer),
      protocol: 'HTTP',
      port: 80,
      defaultAction: [action],
      routingHttpResponseServerEnabled: false,
    }),
  ]
}

const httpsListener = (edge: EdgePlan): Desired[] => {
  const certificateArn = listenerCertificateArn(edge)
  const action = forward(edge, 'https')
  if (!wantsHttps(edge) || !certificateArn || !action) return []
  return [
    managed(edge.layer, 'elbv2/LBListener', keys.listener('https'), {
      loadBalancerArnRef: refTo(edge.layer, keys.loadBalancer),
      protocol: 'HTTPS',
      port: 443,
      sslPolicy,
      certificateArn,
      defaultAction: [action],
      routingHttpResponseServerEnabled: false,
      routingHttpResponseStrictTransportSecurityHeaderValue: 'max-age=31536000',
      routingHttpResponseXContentTypeOptionsHeaderValue: 'nosniff',
    }),
  ]
}

/** TLS 1.2 and 1.3 with forward secrecy and authenticated encryption. Source: ELB user guide, "Security policies". */
const sslPolicy = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06'

/**
 * HTTP leads to HTTPS once the application has a host name. A platform that served HTTP before goes on serving until HTTPS does:
 * else its users would be sent to a port where nobody listens.
 */
const redirects = (edge: EdgePlan): boolean => {
  const { spec, observed } = edge
  if (!spec.hostname) return false
  const before = asked(observed, 'elbv2/LBListener', keys.listener('http')).defaultAction?.[0]?.type
  const served = readinessOf('elbv2/LBListener', observed[keys.listener('https')]).state === 'ready'
  return served || before !== 'forward'
}

type Action = NonNullable<Parameters<'elbv2/LBListener'>['defaultAction']>[number]

// the key of the action in the list: the API server merges by it
const index = 'default'

const toHttps: Action = {
  index,
  type: 'redirect',
  redirect: {
    protocol: 'HTTPS',
    port: '443',
    host: '#{host}',
    path: '/#{path}',
    query: '#{query}',
    statusCode: 'HTTP_301',
  },
}

const forward = (edge: EdgePlan, protocol: Protocol): Action | undefined => {
  const arn = targetGroupArn(edge, 'web', 'elbv2/LBListener', keys.listener(protocol))
  return arn ? { index, type: 'forward', targetGroupArn: arn } : undefined
}
