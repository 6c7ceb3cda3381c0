import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Flag, flags } from '../../src/flags.ts'
import { statusReply } from '../fake-apiserver/answers.ts'
import { useFakeApiServer } from '../fake-apiserver/fixture.ts'
import { until } from '../fake-apiserver/until.ts'
import { bundleOperator, type OperatorProcess, startOperator } from './operator.ts'

const given = useFakeApiServer()
const leasePath = '/apis/coordination.k8s.io/v1/namespaces/system/leases/taskplatform-operator'
const election = [
  '--leader-election-namespace=system',
  '--lease-duration=4s',
  '--renew-deadline=3s',
  '--retry-period=500ms',
]
const open = '--metrics-auth=false'

let folder: string
let bundle: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'operator-bundle-'))
  bundle = await bundleOperator(folder)
})
afterAll(() => rm(folder, { recursive: true }))

const started: OperatorProcess[] = []
const start = async (...more: string[]): Promise<OperatorProcess> => {
  const operator = await startOperator(bundle, given.server.kubeconfig(), more)
  started.push(operator)
  return operator
}
afterEach(async () => {
  await Promise.all(started.splice(0).map(({ dispose }) => dispose()))
})

const holder = () =>
  (given.server.history.get(leasePath) as { spec?: { holderIdentity?: string | null } } | undefined)?.spec
    ?.holderIdentity

test('it takes the Lease, says so, and gives it back when it is asked to stop', async () => {
  const operator = await start(...election, open)
  await operator.until200('/readyz')
  await until(() => Boolean(holder()), 45_000)
  expect((await operator.get('/metrics')).text).toContain(
    'leader_election_master_status{name="taskplatform-operator"} 1',
  )
  const isEvent = ({ method, path }: { method: string; path: string }) => method === 'POST' && path.endsWith('/events')
  const event = await until(() => given.server.requests.find(isEvent), 45_000)
  expect(JSON.parse(event.body)).toMatchObject({ reason: 'LeaderElection', regarding: { kind: 'Lease' } })
  operator.child.kill('SIGTERM')
  expect(await operator.ended()).toBe(0)
  expect(holder()).toBeNull()
})

test('while another leads it stands by: ready, alive, and without a write', async () => {
  given.server.history.put(leasePath, leaseOf('another'))
  const operator = await start(...election, '--lease-duration=1h', open)
  await operator.until200('/readyz')
  expect((await operator.get('/healthz')).status).toBe(200)
  expect((await operator.get('/metrics')).text).toContain(
    'leader_election_master_status{name="taskplatform-operator"} 0',
  )
  expect(given.server.requests.filter(({ method }) => method !== 'GET')).toEqual([])
})

test('it ends with an error when the Lease cannot be renewed, and says why', async () => {
  const operator = await start(...election, open)
  await until(() => Boolean(holder()), 45_000)
  given.server.interfere(({ path }) =>
    path === leasePath ? statusReply(500, 'InternalError', 'etcd is away') : undefined,
  )
  expect(await operator.ended()).toBe(1)
  expect(operator.output()).toContain('The Lease "taskplatform-operator" could not be renewed in time')
})

test('without a namespace it says what to pass', async () => {
  const operator = await start(open)
  expect(await operator.ended()).toBe(1)
  expect(operator.output()).toContain('pass --leader-election-namespace')
})

test('metrics want a token, probes none', async () => {
  const operator = await start('--leader-elect=false')
  await operator.until200('/readyz')
  expect((await operator.get('/metrics')).status).toBe(401)
})

const page = () => readFile(new URL('../../../docs/reference/operator.md', import.meta.url), 'utf8')

/** The cells of the table rows of the page whose first cell is code, without its backticks. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    )

test('the page tells every metric that there is from the start, with its kind and labels, and no other', {
  timeout: 60_000,
}, async () => {
  const operator = await start(...election, open)
  await operator.until200('/readyz')
  await until(() => Boolean(holder()), 45_000)
  const { text } = await operator.get('/metrics')
  const told = rowsOf(await page()).filter(([, kind]) => /^(counter|gauge|histogram)$/.test(kind ?? ''))
  expect(told.map(([name, kind, labels]) => [name, kind, labels]).sort()).toEqual(measuredIn(text))
})

test.each<Flag>([...flags])('the page tells --$name and what holds without it', async ({ name, standard, help }) => {
  const row = rowsOf(await page()).find(([flag]) => flag === `--${name}`)
  expect(row).toEqual([`--${name}`, standard ?? '', help])
})

const leaseOf = (holderIdentity: string) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'taskplatform-operator', namespace: 'system' },
  spec: { holderIdentity, leaseDurationSeconds: 3_600, leaseTransitions: 0 },
})

/** Name, kind and labels of every metric but those of the process itself. */
const measuredIn = (text: string): readonly (readonly string[])[] => {
  const lines = text.split('\n')
  return lines
    .flatMap((line) => {
      const [, name = '', kind = ''] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? []
      if (name === '' || /^(process|nodejs)_/.test(name)) return []
      const sample = lines.find((candidate) => new RegExp(`^${name}(_count)?[{ ]`).test(candidate)) ?? ''
      const labels = [...(/\{(.*)\}/.exec(sample)?.[1] ?? '').matchAll(/(\w+)="/g)].map(([, label]) => label ?? '')
      return [[name, kind, labels.join(', ')]]
    })
    .sort()
}
