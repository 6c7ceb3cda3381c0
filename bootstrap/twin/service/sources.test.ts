import { expect, test } from 'vitest'
import { elbFactsSource } from '../kinds/elbv2/region-facts.ts'
import { quotasSource } from './quotas.ts'
import { timesSource } from './times.ts'

test.each([
  { what: 'times', ...timesSource },
  { what: 'quotas', ...quotasSource },
  { what: 'facts about load balancers', ...elbFactsSource },
])('the $what of AWS are less than 18 months old: read the source again and change asOf', ({ asOf }) => {
  const days = (Date.now() - Date.parse(asOf)) / 86_400_000
  expect(days).toBeLessThan(550)
})
