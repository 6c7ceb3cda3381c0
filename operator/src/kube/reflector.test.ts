import { describe, expect, test } from 'vitest'
import { statusReply } from '../../test/fake-apiserver/answers.ts'
import {
  configMap,
  configMapPath,
  configMaps,
  seriesValue,
  useFakeApiServer,
} from '../../test/fake-apiserver/fixture.ts'
import { until } from '../../test/fake-apiserver/until.ts'
import { createMemoryLog, type MemoryLog } from '../../test/memory/log.ts'
import { type Change, createReflector, type Reflector } from './reflector.ts'

type ConfigMap = ReturnType<typeof configMap>

const given = useFakeApiServer()

/** Starts a reflector and gives it with what it told: `added a=1`. */
const start = async (options: { log?: MemoryLog } = {}) => {
  const { connection, clock, metrics, signal } = given
  const log = options.log ?? createMemoryLog()
  const reflector = createReflector<ConfigMap>({
    client: connection.client,
    resource: configMaps,
    log,
    clock,
    metrics,
    random: () => 0,
    streamingList: false,
  })
  const told: string[] = []
  reflector.onChange((change) => told.push(line(change)))
  const running = reflector.run(signal)
  return { reflector, told, running, log }
}

const line = ({ type, object, initial }: Change<ConfigMap>) =>
  `${type} ${object.metadata.name}=${object.data.value}${initial ? ' (initial)' : ''}`

const put = (name: string, value = '') => given.server.history.put(configMapPath(name), configMap(name, value))
const watching = (count = 1) => until(() => given.server.watches.count() === count)
const stored = (reflector: Reflector<ConfigMap>) =>
  reflector.store.list().map(({ metadata, data }) => `${metadata.name}=${data.value}`)
const requested = (kind: 'lists' | 'watches') =>
  given.server.requests.filter(({ query }) => query.has('watch') === (kind === 'watches'))
const restarts = (reason: string) =>
  seriesValue(given.metrics, `reflector_watch_restarts_total{resource="configmaps",reason="${reason}"}`)
const relists = (reason: string) =>
  seriesValue(given.metrics, `reflector_relists_total{resource="configmaps",reason="${reason}"}`)

/** Waits for the backoff, which is the only timer below the silence limit, and lets it pass. */
const passBackoff = async (): Promise<number> => {
  const wait = await until(() => given.clock.untilNext() <= 30_000 && given.clock.untilNext())
  await given.clock.advance(wait)
  return wait
}

describe('the ordinary course', () => {
  test('lists, then follows the changes', async () => {
    put('a', '1')
    const { reflector, told } = await start()
    await reflector.synced(given.signal)
    await watching()
    put('b', '1')
    put('a', '2')
    given.server.history.remove(configMapPath('b'))
    await until(() => told.length === 4)
    expect(told).toEqual(['added a=1 (initial)', 'added b=1', 'modified a=2', 'deleted b=1'])
    expect(stored(reflector)).toEqual(['a=2'])
  })

  test('asks for bookmarks and a random end between 5 and 10 minutes', async () => {
    await start()
    await watching()
    const query = Object.fromEntries(requested('watches')[0]?.query ?? [])
    expect(query).toEqual({ watch: 'true', resourceVersion: '100', timeoutSeconds: '300', allowWatchBookmarks: 'true' })
  })

  test('goes on from the last event when a watch ends', async () => {
    const { told } = await start()
    await watching()
    put('a', '1')
    await until(() => told.length === 1)
    await given.clock.advance(60_000)
    given.server.watches.end()
    await until(() => requested('watches').length === 2)
    expect(requested('watches')[1]?.query.get('resourceVersion')).toBe('101')
    expect(requested('lists')).toHaveLength(1)
    expect(await restarts('ended')).toBe(1)
  })

  test('goes on from the last bookmark', async () => {
    const { reflector } = await start()
    await watching()
    given.server.history.put('/api/v1/namespaces/default/secrets/x', configMap('x'))
    await given.clock.advance(60_000)
    given.server.watches.bookmark()
    await until(() => reflector.lastHeard() === given.clock.monotonic())
    given.server.watches.end()
    await until(() => requested('watches').length === 2)
    expect(requested('watches')[1]?.query.get('resourceVersion')).toBe('101')
  })

  test('an event told twice is heard once', async () => {
    const { told } = await start()
    await watching()
    const object = put('a', '1')
    const again = Buffer.from(`${JSON.stringify({ type: 'ADDED', object })}\n`)
    await given.server.watches.send(again, again)
    put('b', '1')
    await until(() => told.includes('added b=1'))
    expect(told).toEqual(['added a=1', 'added b=1'])
  })

  test('objects are kept without their bulk', async () => {
    const bulk = {
      managedFields: [{}],
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', kept: 'yes' },
    }
    const object = configMap('a')
    given.server.history.put(configMapPath('a'), { ...object, metadata: { ...object.metadata, ...bulk } } as ConfigMap)
    const { reflector } = await start()
    await reflector.synced(given.signal)
    expect(reflector.store.get('default/a')?.metadata).toEqual({
      name: 'a',
      namespace: 'default',
      uid: 'uid-101',
      resourceVersion: '101',
      annotations: { kept: 'yes' },
    })
  })

  test('stops when told to, without a trace', async () => {
    const { running, reflector } = await start()
    await watching()
    const controller = new AbortController()
    const second = createReflector({
      client: given.connection.client,
      resource: configMaps,
      log: createMemoryLog(),
      clock: given.clock,
    })
    const stopping = second.run(controller.signal)
    await watching(2)
    controller.abort()
    await stopping
    await watching(1)
    expect(reflector.hasSynced()).toBe(true)
    expect(await Promise.race([running, 'still running'])).toBe('still running')
  })
})

describe('an expired version', () => {
  test.each([
    {
      why: 'told in the stream',
      waits: 1,
      expire: () => {
        given.server.watches.fail(410, 'Expired')
      },
    },
    {
      why: 'told by the status of the next watch',
      waits: 2,
      expire: () => {
        let left = 1
        given.server.interfere(({ query }) =>
          query.has('watch') && left-- > 0 ? statusReply(410, 'Expired', 'too old') : undefined,
        )
        given.server.watches.end()
      },
    },
    {
      why: 'told in the stream of the next watch',
      waits: 2,
      expire: () => {
        given.server.history.compact()
        given.server.watches.cut()
      },
    },
  ])('$why leads to a new list and to the deletes that were missed', async ({ expire, waits }) => {
    put('a', '1')
    put('b', '1')
    const { told, reflector } = await start()
    await watching()
    // the gap: nobody tells of these
    given.server.watches.deafen()
    put('a', '2')
    given.server.history.remove(configMapPath('b'))
    put('c', '1')
    expire()
    for (let time = 1; time <= waits; time++) await passBackoff()
    await until(() => told.length === 5)
    await watching()
    expect(told.slice(2)).toEqual(['modified a=2', 'added c=1', 'deleted b=1'])
    expect(stored(reflector)).toEqual(['a=2', 'c=1'])
    expect(await relists('expired')).toBe(1)
  })
})

describe('a dead stream', () => {
  test('is left after 70 s of silence, and what it missed comes with the next', async () => {
    const { told } = await start()
    await watching()
    given.server.watches.deafen()
    put('a', '1')
    await given.clock.advance(69_999)
    expect(requested('watches')).toHaveLength(1)
    await given.clock.advance(1)
    await until(() => told.length === 1)
    expect(await restarts('silence')).toBe(1)
    expect(requested('lists')).toHaveLength(1)
  })

  test('is left too when it never begins', async () => {
    let left = 1
    given.server.interfere(({ query }) => (query.has('watch') && left-- > 0 ? 'hang' : undefined))
    const { told } = await start()
    await until(() => requested('watches').length === 1)
    await given.clock.advance(70_000)
    await watching()
    put('a', '1')
    await until(() => told.length === 1)
  })

  test('bookmarks keep it alive, and its age is reported', async () => {
    const { reflector } = await start()
    await watching()
    for (let minute = 1; minute <= 3; minute++) {
      await given.clock.advance(60_000)
      given.server.watches.bookmark()
      await until(() => reflector.lastHeard() === given.clock.monotonic())
    }
    await given.clock.advance(5_000)
    expect(requested('watches')).toHaveLength(1)
    expect(await seriesValue(given.metrics, 'reflector_last_event_age_seconds{resource="configmaps"}')).toBe(5)
  })
})

describe('a broken stream', () => {
  test('a line cut short is read again', async () => {
    const { told } = await start()
    await watching()
    const object = given.server.watches.unheard(() => put('a', '1'))
    await given.server.watches.send(Buffer.from(JSON.stringify({ type: 'ADDED', object }).slice(0, 40)))
    given.server.watches.end()
    await passBackoff()
    await until(() => told.length === 1)
    expect(told).toEqual(['added a=1'])
    expect(await restarts('fault')).toBe(1)
  })

  test('a character split between two chunks stays whole', async () => {
    const { told } = await start()
    await watching()
    const object = given.server.watches.unheard(() => put('a', 'Größe 東京 🚀'))
    const bytes = Buffer.from(`${JSON.stringify({ type: 'ADDED', object })}\n`)
    await given.server.watches.send(...Array.from(bytes, (byte) => Buffer.from([byte])))
    await until(() => told.length === 1)
    expect(told).toEqual(['added a=Größe 東京 🚀'])
  })

  test('a line that is no event is counted, and the third in a row leads to a new list', async () => {
    const { log } = await start()
    for (let time = 1; time <= 3; time++) {
      await watching()
      await given.server.watches.send(Buffer.from('{"type":"ADDED","object":canary}\n'))
      await passBackoff()
    }
    await watching()
    expect(requested('lists')).toHaveLength(2)
    expect(await restarts('malformed')).toBe(3)
    expect(await relists('malformed')).toBe(1)
    expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(3)
    expect(JSON.stringify(log.lines.map(({ fields }) => String(fields['err'])))).not.toContain('canary')
  })
})

describe('a server in trouble', () => {
  test('one that throttles watches is asked again when it said', async () => {
    let left = 1
    const busy = statusReply(429, 'TooManyRequests', 'busy', { 'retry-after': '17' })
    given.server.interfere(({ query }) => (query.has('watch') && left-- > 0 ? busy : undefined))
    await start()
    expect(await passBackoff()).toBe(17_000)
    await watching()
    expect(await restarts('throttled')).toBe(1)
    expect(requested('lists')).toHaveLength(1)
  })

  test('one that does not know the collection is listed again, slower each time', async () => {
    given.server.interfere(({ query }) => (query.has('watch') ? statusReply(404, 'NotFound', 'no') : undefined))
    await start()
    const waits = []
    for (let time = 1; time <= 8; time++) waits.push(await passBackoff())
    expect(waits).toEqual([400, 800, 1_600, 3_200, 6_400, 12_800, 15_000, 15_000])
    await until(() => requested('watches').length === 9)
    expect(requested('lists')).toHaveLength(9)
    expect(await relists('refused')).toBe(8)
  })

  test('the slowness is forgotten after two quiet minutes', async () => {
    await start()
    for (const { quietMs, wait } of [
      { quietMs: 0, wait: 400 },
      { quietMs: 1_000, wait: 800 },
      { quietMs: 121_000, wait: 400 },
    ]) {
      await watching()
      for (let left = quietMs; left > 0; left -= 60_000) {
        await given.clock.advance(Math.min(left, 60_000))
        given.server.watches.bookmark()
        await given.clock.advance(0)
      }
      given.server.watches.fail(500, 'InternalError')
      expect(await passBackoff()).toBe(wait)
    }
  })

  test('one that restarts is followed again without a list', async () => {
    put('a', '1')
    const { told, reflector } = await start()
    await watching()
    await given.server.stop()
    put('b', '1')
    const waits = []
    for (let time = 1; time <= 7; time++) waits.push(await passBackoff())
    // up to twice as long with jitter, which is at its least here
    expect(waits).toEqual([400, 800, 1_600, 3_200, 5_000, 5_000, 5_000])
    await given.server.restart()
    await passBackoff()
    await until(() => told.length === 2)
    expect(stored(reflector)).toEqual(['a=1', 'b=1'])
    expect(requested('lists')).toHaveLength(1)
    expect(await restarts('fault')).toBe(8)
  })

  test('one that is away at first is waited for', async () => {
    await given.server.stop()
    const { reflector } = await start()
    for (let time = 1; time <= 7; time++) await passBackoff()
    expect(reflector.hasSynced()).toBe(false)
    await given.server.restart()
    await passBackoff()
    await reflector.synced(given.signal)
  })
})

test('a listener that throws is logged and counted, and stops nobody', async () => {
  const { reflector, told, log } = await start()
  reflector.onChange(() => {
    throw new Error('listener broke')
  })
  await watching()
  put('a', '1')
  put('b', '1')
  await until(() => told.length === 2)
  expect(await seriesValue(given.metrics, 'reflector_handler_errors_total{resource="configmaps"}')).toBe(2)
  expect(log.lines.filter(({ level }) => level === 'error').map(({ fields }) => fields['key'])).toEqual([
    'default/a',
    'default/b',
  ])
})

test('waiting for the first list can be given up', async () => {
  given.server.interfere(() => 'hang')
  const { reflector } = await start()
  await expect(reflector.synced(AbortSignal.abort('enough'))).rejects.toBe('enough')
})
