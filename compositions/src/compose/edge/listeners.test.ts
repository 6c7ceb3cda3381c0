import { describe, expect, test } from 'vitest'
import { developmentEdge, productionEdge } from '../../../test/edge.ts'
import { settled, withCondition } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { Composition } from '../../composition.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import { composeEdge } from './edge.ts'

const plain = settled(developmentEdge())
const tls = settled(productionEdge())

const asked = ({ resources }: Composition, key: string) => resources[key]?.resource.spec.forProvider ?? {}

const actionOf = (composition: Composition, key: string) => {
  const { defaultAction, action } = asked(composition, key) as Record<string, readonly Record<string, unknown>[]>
  return (defaultAction ?? action)?.[0]?.['type']
}

const targetOf = (composition: Composition, key: string): string | undefined => {
  const { defaultAction, action } = asked(composition, key) as Record<string, readonly Record<string, unknown>[]>
  const arn = (defaultAction ?? action)?.[0]?.['targetGroupArn']
  const groups = composition.status['targetGroups'] as readonly { name: string; arn: string }[]
  return groups.find((one) => one.arn === arn)?.name
}

const listenersIn = ({ resources }: Composition) => Object.keys(resources).filter((key) => key.startsWith('listener'))

test.each([
  {
    why: 'without a host name HTTP serves',
    composition: plain.composition,
    keys: ['listener-http', 'listener-rule-http-metrics', 'listener-rule-http-api'],
  },
  {
    why: 'with one HTTPS serves, and HTTP only leads there',
    composition: tls.composition,
    keys: [
      'listener-http',
      'listener-https',
      'listener-rule-https-metrics',
      'listener-rule-https-grafana',
      'listener-rule-https-api',
    ],
  },
])('$why', ({ composition, keys }) => expect(listenersIn(composition)).toEqual(keys))

test('the redirect keeps host, path and query', () =>
  expect(asked(tls.composition, 'listener-http')).toMatchObject({
    port: 80,
    protocol: 'HTTP',
    defaultAction: [
      {
        type: 'redirect',
        redirect: {
          protocol: 'HTTPS',
          port: '443',
          host: '#{host}',
          path: '/#{path}',
          query: '#{query}',
          statusCode: 'HTTP_301',
        },
      },
    ],
  }))

test('HTTPS speaks TLS 1.2 or newer, and says that browsers shall never try anything else', () =>
  expect(asked(tls.composition, 'listener-https')).toMatchObject({
    port: 443,
    protocol: 'HTTPS',
    sslPolicy: expect.stringMatching(/^ELBSecurityPolicy-TLS13-1-2-/),
    routingHttpResponseStrictTransportSecurityHeaderValue: 'max-age=31536000',
  }))

describe.each([
  { protocol: 'http', composition: plain.composition },
  { protocol: 'https', composition: tls.composition },
])('who gets what of $protocol', ({ protocol, composition }) => {
  const rule = (name: string) => `listener-rule-${protocol}-${name}`

  test('pages by default', () => expect(targetOf(composition, `listener-${protocol}`)).toBe('web'))

  test('the API below /api and /health', () => {
    expect(targetOf(composition, rule('api'))).toBe('api')
    expect(asked(composition, rule('api'))['condition']).toEqual([
      { pathPattern: { values: ['/api', '/api/*', '/health', '/health/*'] } },
    ])
  })

  test('metrics for nobody, whatever the host, before all other rules', () => {
    const priorities = listenersIn(composition)
      .filter((key) => key.startsWith(`listener-rule-${protocol}`))
      .map((key) => Number(asked(composition, key)['priority']))
    expect(asked(composition, rule('metrics'))).toMatchObject({
      priority: Math.min(...priorities),
      condition: [{ pathPattern: { values: ['/metrics', '/metrics/*'] } }],
      action: [{ type: 'fixed-response', fixedResponse: { statusCode: '404' } }],
    })
    expect(new Set(priorities).size).toBe(priorities.length)
  })
})

test('Grafana is asked for by its name, before the /api of the application', () => {
  const grafana = asked(tls.composition, 'listener-rule-https-grafana')
  expect(targetOf(tls.composition, 'listener-rule-https-grafana')).toBe('grafana')
  expect(grafana['condition']).toEqual([{ hostHeader: { values: ['grafana.example.com'] } }])
  expect(grafana['priority']).toBeLessThan(Number(asked(tls.composition, 'listener-rule-https-api')['priority']))
})

test('Grafana alone may have a name: then it has HTTPS, and the application HTTP', () => {
  const { composition } = settled(developmentEdge({ grafanaHostname: 'grafana.example.com', hostedZoneId: 'Z01' }))
  expect(actionOf(composition, 'listener-http')).toBe('forward')
  expect(listenersIn(composition)).not.toContain('listener-rule-http-grafana')
  expect(targetOf(composition, 'listener-rule-https-grafana')).toBe('grafana')
  expect(composition.status['url']).toMatch(/^http:/)
})

test('nothing listens before the target groups are there, and the condition says so', () => {
  const { resources, conditions } = composeEdge(developmentEdge(), {})
  expect(listenersIn({ resources } as Composition)).toEqual([])
  expect(conditions[0]?.status).toBe('False')
})

describe('a platform that gets a host name', () => {
  const rounds = roundsOf(productionEdge(), plain.observed)

  test('serves HTTP until HTTPS serves', () => {
    expect(rounds.length).toBeGreaterThan(2)
    for (const { composition, observed } of rounds.slice(1)) {
      const served = observed['listener-https'] !== undefined
      expect(actionOf(composition, 'listener-http')).toBe(served ? 'redirect' : 'forward')
      if (!served) expect(listenersIn(composition)).toContain('listener-rule-http-api')
    }
  })

  test('is not sent back to HTTP when HTTPS is troubled', () => {
    const troubled = withCondition(tls.observed['listener-https'] as ManagedResource, 'Ready', 'False')
    const composition = composeEdge(productionEdge(), { ...tls.observed, 'listener-https': troubled })
    expect(actionOf(composition, 'listener-http')).toBe('redirect')
  })

  test('and one that loses it serves HTTP again', () => {
    const { composition } = settled(developmentEdge(), tls.observed)
    expect(listenersIn(composition)).toEqual(listenersIn(plain.composition))
    expect(actionOf(composition, 'listener-http')).toBe('forward')
  })
})
