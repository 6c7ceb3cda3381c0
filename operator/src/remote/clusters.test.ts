import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFakeClock, type FakeClock } from '../../test/memory/clock.ts'
import { createMemoryLog } from '../../test/memory/log.ts'
import { DeadlineError, KubeconfigError, TransportError } from '../errors.ts'
import type { KubeClient } from '../kube/client.ts'
import { apiErrorFrom } from '../kube/errors.ts'
import { createRemoteClusters, type RemoteClusters } from './clusters.ts'

/** What the API server says to a request, by the token that it carries. */
let answers: (token: string, path: string) => unknown
/** What the Secret holds; an error is thrown. */
let secret: string | undefined | Error
let clock: FakeClock
let clusters: RemoteClusters
let woken: number
let reads: number
let log: ReturnType<typeof createMemoryLog>
let closed: string[]
let asked: string[]
const { signal } = new AbortController()

const kubeconfig = (token: string) =>
  JSON.stringify({
    clusters: [{ name: 'c', cluster: { server: 'https://eks.test' } }],
    users: [{ name: 'u', user: { token } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  })

/** A token as EKS takes it, that begins now and lives fifteen minutes. */
const eksToken = () => {
  const date = new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, '')
  const address = `https://sts.test/?X-Amz-Date=${date}&X-Amz-Expires=900`
  return `k8s-aws-v1.${Buffer.from(address).toString('base64url')}`
}

const status = (code: number) => apiErrorFrom({ what: 'GET' }, { status: code, body: '' })

beforeEach(() => {
  clock = createFakeClock()
  log = createMemoryLog()
  woken = 0
  reads = 0
  closed = []
  asked = []
  secret = kubeconfig('one')
  answers = () => 'ok'
  clusters = createRemoteClusters({
    clock,
    log,
    random: () => 0.5,
    rightsPath: '/rights',
    read: async () => {
      reads += 1
      if (secret instanceof Error) throw secret
      return secret
    },
    connect: (text) => {
      const token = JSON.parse(text).users[0].user.token
      if (token === 'bad') throw new KubeconfigError('cannot be used')
      const raw = async (_method: string, path: string) => {
        asked.push(path)
        const answer = answers(token, path)
        if (answer instanceof Error) throw answer
        return answer
      }
      return {
        client: { raw } as unknown as KubeClient,
        host: 'eks.test',
        close: async () => {
          closed.push(token)
        },
      }
    },
    wake: () => {
      woken += 1
    },
  })
})
afterEach(() => clusters.close())

const reach = () => clusters.reach('team/tasks', 'kubeconfig')
const look = (times = 1) => clock.advance(10_000 * times)
const use = () => clusters.use('team/tasks', 'ask', (client) => client.raw('GET', '/task', { signal }), signal)

test('it is reachable when it answers and grants us something, and its owner hears of it once', async () => {
  expect(reach().state).toBe('Connecting')
  await look(3)
  expect(reach().state).toBe('Reachable')
  expect(woken).toBe(1)
  expect(await use()).toBe('ok')
  // rights are asked for once, not with every look
  expect(asked.filter((path) => path === '/rights')).toHaveLength(1)
})

test('who is let in and may do nothing is not authorized', async () => {
  answers = (_token, path) => (path === '/rights' ? status(403) : 'ok')
  reach()
  await look()
  expect(reach()).toMatchObject({ state: 'Unauthorized', message: expect.stringContaining('grants nothing') })
})

test('a kubeconfig is read again before its token ends, and the old connection is closed', async () => {
  const first = eksToken()
  secret = kubeconfig(first)
  reach()
  await look()
  expect(reads).toBe(1)
  await clock.advance(12 * 60_000)
  expect(reads).toBe(1)
  secret = kubeconfig(eksToken())
  await clock.advance(2 * 60_000)
  expect(reads).toBe(2)
  expect(closed).toEqual([first])
  expect(woken).toBe(1)
})

test('and at once when the token is refused: no caller notices', async () => {
  reach()
  await look()
  answers = (token) => (token === 'one' ? status(401) : 'ok')
  secret = kubeconfig('two')
  await look()
  expect(reach().state).toBe('Reachable')
  expect([woken, closed]).toEqual([1, ['one']])
})

test('a refusal with the newest token disconnects at once, and new credentials bring it back at once', async () => {
  reach()
  await look()
  answers = (token) => (token === 'one' ? status(401) : 'ok')
  await look()
  expect(reach().state).toBe('Unauthorized')
  expect(await use()).toBeUndefined()
  secret = kubeconfig('two')
  await look()
  expect(reach().state).toBe('Reachable')
})

test('a Secret that is gone takes nothing back while the token lives', async () => {
  reach()
  await look()
  secret = undefined
  await clock.advance(10 * 60_000)
  expect(reach().state).toBe('Reachable')
  answers = () => status(401)
  await look()
  expect(reach().state).toBe('Unauthorized')
})

test('without a Secret it says so', async () => {
  secret = undefined
  reach()
  await look(6)
  expect(reach()).toMatchObject({
    state: 'Unreachable',
    cause: 'KubeconfigInvalid',
    message: expect.stringContaining('missing'),
  })
  secret = kubeconfig('one')
  await look(4)
  expect(reach().state).toBe('Reachable')
})

test.each([
  {
    why: 'a kubeconfig that cannot be used',
    given: () => kubeconfig('bad'),
    expected: { state: 'Unreachable', cause: 'KubeconfigInvalid' },
  },
  {
    why: 'a management cluster that does not answer',
    given: () => new Error('no answer'),
    expected: { state: 'Connecting', message: 'the kubeconfig cannot be read: no answer' },
  },
])('$why', async ({ given, expected }) => {
  secret = given()
  reach()
  await look(6)
  expect(reach()).toMatchObject(expected)
})

test('a cluster that falls silent is unreachable after five looks, and flapping wakes nobody', async () => {
  reach()
  await look()
  const silent = new DeadlineError('late')
  for (let times = 0; times < 10; times++) {
    answers = () => (times % 3 === 0 ? 'ok' : silent)
    await look()
  }
  expect([reach().state, woken]).toEqual(['Reachable', 1])
  answers = () => silent
  await look(6)
  expect(reach()).toMatchObject({ state: 'Unreachable', cause: 'TimedOut' })
  expect(woken).toBe(2)
  await look(20)
  expect(woken).toBe(2)
})

test.each([
  { why: 'a refusal', error: status(401), looksAt: '/readyz' },
  { why: 'rights that were taken away', error: status(403), looksAt: '/rights' },
  { why: 'a cut connection', error: new TransportError('cut', { fault: 'ECONNRESET' }), looksAt: '/readyz' },
])('work that fails by $why gives nothing, and looks a second later', async ({ error, looksAt }) => {
  reach()
  await look()
  asked = []
  answers = (_token, path) => (path === '/task' ? error : 'ok')
  expect(await use()).toBeUndefined()
  await clock.advance(1_000)
  expect(asked).toContain(looksAt)
})

test('work that is aborted throws the reason', async () => {
  reach()
  await look()
  const stop = new AbortController()
  answers = () => {
    stop.abort(new Error('stop'))
    return new Error('cut')
  }
  const work = clusters.use('team/tasks', 'ask', (client) => client.raw('GET', '/task', { signal }), stop.signal)
  await expect(work).rejects.toThrow('stop')
})

test('who is forgotten is left alone, and may come back', async () => {
  reach()
  await look()
  clusters.forget('team/tasks')
  await look()
  expect(closed).toEqual(['one'])
  asked = []
  await look(3)
  expect(asked).toEqual([])
  expect(reach().state).toBe('Connecting')
})

test('another source is another cluster', async () => {
  reach()
  await look()
  expect(clusters.reach('team/tasks', 'another').state).toBe('Connecting')
  await look()
  expect(closed).toEqual(['one'])
})

test('no log line holds a token', async () => {
  const token = eksToken()
  secret = kubeconfig(token)
  reach()
  await look()
  answers = () => status(401)
  await look(6)
  await use()
  expect(JSON.stringify(log.lines)).not.toContain(token)
})
