import { expect, test } from 'vitest'
import { openingsIn } from './circuit-breaker.ts'

test.each([
  { why: 'it has never opened', metrics: '# HELP other help\nother_total 7\n', openings: 0 },
  {
    why: 'it opened for two kinds, and closed again, which is another metric',
    metrics: [
      '# TYPE circuit_breaker_opens_total counter',
      'circuit_breaker_opens_total{controller="composite/platformnetworks"} 2',
      'circuit_breaker_opens_total{controller="composite/platformclusters"} 1',
      'circuit_breaker_closes_total{controller="composite/platformclusters"} 9',
    ].join('\n'),
    openings: 3,
  },
])('openings of the circuit breaker when $why', ({ metrics, openings }) => expect(openingsIn(metrics)).toBe(openings))
