import { type Desired, managed, type Parameters, refTo } from '../../managed.ts'
import { type EdgePlan, keys, type Protocol, type Target } from './edge-plan.ts'
import { targetGroupArn } from './target-groups.ts'

/** Who gets which requests of a listener; what matches no rule goes to the web pages. */
export const listenerRules = (edge: EdgePlan, protocol: Protocol): Desired[] =>
  rulesOf(edge, protocol).flatMap((rule) => listenerRule(edge, protocol, rule))

type Rule = Readonly<{
  name: string
  /** The lowest number is asked first. */
  priority: number
  to: Target['name'] | 'nobody'
  when: Conditions
}>

type Conditions = NonNullable<Parameters<'elbv2/LBListenerRule'>['condition']>
type Actions = NonNullable<Parameters<'elbv2/LBListenerRule'>['action']>

/** A rule holds five values at most. Source: ELB user guide, "Quotas for your Application Load Balancers". */
const rulesOf = ({ spec }: EdgePlan, protocol: Protocol): readonly Rule[] => [
  {
    name: 'metrics',
    priority: 1,
    to: 'nobody',
    when: [{ pathPattern: { values: ['/metrics', '/metrics/*'] } }],
  },
  // Grafana has an /api of its own, and is never served without TLS
  ...(spec.grafanaHostname && protocol === 'https'
    ? [
        {
          name: 'grafana',
          priority: 10,
          to: 'grafana' as const,
          when: [{ hostHeader: { values: [spec.grafanaHostname] } }],
        },
      ]
    : []),
  {
    name: 'api',
    priority: 20,
    to: 'api',
    when: [{ pathPattern: { values: ['/api', '/api/*', '/health', '/health/*'] } }],
  },
]

const listenerRule = (edge: EdgePlan, protocol: Protocol, { name, priority, to, when }: Rule): Desired[] => {
  const key = keys.rule(protocol, name)
  const action = to === 'nobody' ? notFound : forwardTo(edge, to, key)
  if (!action) return []
  return [
    managed(edge.layer, 'elbv2/LBListenerRule', key, {
      listenerArnRef: refTo(edge.layer, keys.listener(protocol)),
      priority,
      condition: when,
      action,
    }),
  ]
}

/** What pods tell Prometheus is nobody else's business. */
const notFound: Actions = [
  {
    type: 'fixed-response',
    fixedResponse: { statusCode: '404', contentType: 'text/plain', messageBody: 'Not found' },
  },
]

const forwardTo = (edge: EdgePlan, to: Target['name'], key: string): Actions | undefined => {
  const arn = targetGroupArn(edge, to, 'elbv2/LBListenerRule', key)
  return arn ? [{ type: 'forward', targetGroupArn: arn }] : undefined
}
