import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { type Connection, connect } from '../../src/kube/connect.ts'
import type { Resource } from '../../src/kube/resource.ts'
import { createMetrics, type MetricsRegistry } from '../../src/runtime/metrics.ts'
import { createFakeClock, type FakeClock } from '../memory/clock.ts'
import { createTestCertificates, type TestCertificates } from './certificates.ts'
import { type FakeApiServer, startFakeApiServer } from './server.ts'

/** What a test against the fake API server has at hand; fresh for each test. */
export type Fixture = {
  certificates: TestCertificates
  server: FakeApiServer
  clock: FakeClock
  metrics: MetricsRegistry
  connection: Connection
  /** Aborted when the test ends. */
  signal: AbortSignal
}

/** Starts a server and connects to it, with a clock that stands still, before each test of the file; ends all of it after. */
export const useFakeApiServer = (): Fixture => {
  const fixture = {} as Fixture
  let ending: AbortController
  beforeAll(async () => {
    fixture.certificates = await createTestCertificates()
  })
  beforeEach(async () => {
    ending = new AbortController()
    fixture.signal = ending.signal
    fixture.server = await startFakeApiServer(fixture.certificates)
    fixture.clock = createFakeClock()
    fixture.metrics = createMetrics({ process: false })
    fixture.connection = connect(
      { kubeconfigText: fixture.server.kubeconfig() },
      { clock: fixture.clock, metrics: fixture.metrics, userAgent: 'test/1', random: () => 0 },
    )
  })
  afterEach(async () => {
    ending.abort(new Error('the test has ended'))
    await fixture.connection.close()
    await fixture.server.stop()
  })
  afterAll(() => {
    ending.abort()
  })
  return fixture
}

/** The value of one series, `undefined` if there is none. `series` is written as Prometheus does: `name{label="value"}`. */
export const seriesValue = async (metrics: MetricsRegistry, series: string): Promise<number | undefined> => {
  const line = (await metrics.text()).split('\n').find((candidate) => candidate.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length))
}

/** ConfigMaps: a kind without rules. */
export const configMaps: Resource = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
}

/** Where the test server keeps a config map. */
export const configMapPath = (name: string, namespace = 'default') =>
  `/api/v1/namespaces/${namespace}/configmaps/${name}`

/** A config map with `value` in it. */
export const configMap = (name: string, value = '', namespace = 'default') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { value },
})
