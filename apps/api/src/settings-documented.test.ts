import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { variables } from './config.ts'
import { createMetrics, observe } from './observability/metrics.ts'

const page = readFileSync(new URL('../../../docs/reference/api.md', import.meta.url), 'utf8')

test.each(variables)('the page says what %s means', (name) => expect(page).toContain(`\`${name}\``))

test('the page names every metric that is ours', async () => {
  const metrics = createMetrics()
  observe(
    metrics,
    () => ({ total: 0, idle: 0, waiting: 0 }),
    () => true,
  )
  const names = (await metrics.registry.getMetricsAsJSON())
    .map(({ name }) => name)
    .filter((name) => !/^(process|nodejs)_/.test(name))
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
