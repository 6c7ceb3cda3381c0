import { describe, expect, test } from 'vitest'
import { addonNames, addonVersionsOf, addonVersionsSource } from './releases.ts'
import { kubernetesVersions } from './spec/cluster.ts'

describe.each(kubernetesVersions)('Kubernetes %s', (version) => {
  test('every add-on is pinned to a build of EKS', () => {
    for (const name of addonNames) expect(addonVersionsOf[version][name]).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/)
  })

  test('kube-proxy is never newer than the API server', () =>
    expect(addonVersionsOf[version]['kube-proxy']).toMatch(new RegExp(`^v${version.replace('.', '\\.')}\\.`)))
})

test.each(addonNames)('%s moves by at most one minor version with each Kubernetes version', (name) => {
  const minors = kubernetesVersions.map((version) => Number(addonVersionsOf[version][name].split('.')[1]))
  const steps = minors.slice(1).map((minor, index) => minor - (minors[index] ?? Number.NaN))
  for (const step of steps) expect([0, 1]).toContain(step)
})

test('of every version it is said whether it was read or remembered', () =>
  expect([...addonVersionsSource.read, ...addonVersionsSource.remembered].sort()).toEqual([...addonNames].sort()))

test('the versions are less than a year old: read the source again and change asOf', () => {
  const days = (Date.now() - Date.parse(addonVersionsSource.asOf)) / 86_400_000
  expect(days).toBeLessThan(365)
})
