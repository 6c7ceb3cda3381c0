import { expect, test } from 'vitest'
import { regions, regionsSource, twoZoneRegions, zonesOfRegion } from './regions.ts'

test('every region has at least two zones, all different and named after it', () => {
  const wrong = regions.filter((region) => {
    const zones: readonly string[] = zonesOfRegion[region]
    return (
      zones.length < 2 ||
      new Set(zones).size < zones.length ||
      zones.some((zone) => !/^[a-z]$/.test(zone.replace(region, '')))
    )
  })
  expect(wrong).toEqual([])
})

test('regions with two zones are known', () => expect(twoZoneRegions).toEqual(['us-west-1']))

test('the table is less than 18 months old: read the source again and change asOf', () => {
  const days = (Date.now() - Date.parse(regionsSource.asOf)) / 86_400_000
  expect(days).toBeLessThan(550)
})
