import { expect, test } from 'vitest'
import { layers } from './layers.ts'
import { layerTimes, layerTimesProvenance } from './times.ts'

test.each(layers)('$name is called stuck only well after it is expected', ({ name }) =>
  expect(layerTimes[name].stalled).toBeGreaterThanOrEqual(2 * layerTimes[name].expected),
)

test.each(layers)('$name is built from before it is ready', ({ name }) =>
  expect(layerTimes[name].reports).toBeLessThanOrEqual(layerTimes[name].expected),
)

test('the times were looked at within the last year: AWS gets faster and slower', () => {
  const days = (Date.now() - Date.parse(layerTimesProvenance.asOf)) / 86_400_000
  expect(days).toBeLessThan(365)
})
