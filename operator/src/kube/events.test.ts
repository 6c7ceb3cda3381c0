import { describe, expect, test } from 'vitest'
import { statusReply } from '../../test/fake-apiserver/answers.ts'
import { useFakeApiServer } from '../../test/fake-apiserver/fixture.ts'
import { until } from '../../test/fake-apiserver/until.ts'
import { createMemoryLog } from '../../test/memory/log.ts'
import type { EventRecord } from '../ports/events.ts'
import { noteWithin } from './event-note.ts'
import { createEventRecorder } from './events.ts'

const given = useFakeApiServer()

const event = (change: Partial<EventRecord> = {}): EventRecord => ({
  regarding: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'acme', name: 'a', uid: 'uid-1' },
  type: 'Normal',
  reason: 'NetworkReady',
  action: 'Apply',
  note: 'The network is there',
  ...change,
})

const setUp = () => {
  const log = createMemoryLog()
  const { connection, clock, signal } = given
  const recorder = createEventRecorder({
    client: connection.client,
    clock,
    log,
    controller: 'example.dev/op',
    instance: 'op-1',
    signal,
  })
  return { log, recorder }
}

const written = () => given.server.history.list('/apis/events.k8s.io/v1/events') as unknown as Record<string, unknown>[]

test('an event says what happened to which object, when and by whom', async () => {
  const { recorder } = setUp()
  recorder.record(event())
  await recorder.flush()
  expect(written()).toEqual([
    expect.objectContaining({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: expect.objectContaining({ namespace: 'acme', name: expect.stringMatching(/^a\.[0-9a-f]+$/) }),
      eventTime: '2026-01-01T00:00:00.000000Z',
      reportingController: 'example.dev/op',
      reportingInstance: 'op-1',
      regarding: event().regarding,
      type: 'Normal',
      reason: 'NetworkReady',
      action: 'Apply',
      note: 'The network is there',
    }),
  ])
})

describe('repeats', () => {
  test.each([
    {
      why: 'within 6 minutes make a series',
      pauses: [0, 359_000, 359_000],
      events: 1,
      series: { count: 3, lastObservedTime: '2026-01-01T00:11:58.000000Z' },
    },
    { why: 'after longer are news', pauses: [0, 361_000], events: 2, series: undefined },
  ])('$why', async ({ pauses, events, series }) => {
    const { recorder } = setUp()
    for (const pause of pauses) {
      await given.clock.advance(pause)
      recorder.record(event())
      await recorder.flush()
    }
    expect(written()).toHaveLength(events)
    expect(written()[0]?.['series']).toEqual(series)
  })

  test('what differs is no repeat', async () => {
    const { recorder } = setUp()
    recorder.record(event())
    recorder.record(event({ note: 'The network is gone' }))
    recorder.record(event({ regarding: { ...event().regarding, uid: 'uid-2' } }))
    await recorder.flush()
    expect(written()).toHaveLength(3)
  })

  test('one that has expired is written anew', async () => {
    const { recorder } = setUp()
    recorder.record(event())
    await recorder.flush()
    const { metadata } = written()[0] as { metadata: { name: string } }
    given.server.history.remove(`/apis/events.k8s.io/v1/namespaces/acme/events/${metadata.name}`)
    recorder.record(event())
    await recorder.flush()
    expect(written()).toHaveLength(1)
  })
})

test('a refusal is logged and does not stop the next', async () => {
  const { recorder, log } = setUp()
  let left = 1
  given.server.interfere(() => (left-- > 0 ? statusReply(403, 'Forbidden', 'no') : undefined))
  recorder.record(event())
  recorder.record(event({ note: 'second' }))
  await recorder.flush()
  expect(written()).toHaveLength(1)
  expect(log.lines.map(({ message }) => message)).toEqual(['event not written'])
})

test('a server that does not answer holds up nobody for long', async () => {
  const { recorder } = setUp()
  given.server.interfere(() => 'hang')
  recorder.record(event())
  const flushing = recorder.flush()
  await until(() => given.server.requests.length === 1)
  await given.clock.advance(5_000)
  await flushing
})

describe('the note', () => {
  test.each([
    { why: 'a short one stays', note: 'short', bytes: 5 },
    { why: 'a long one is cut', note: 'x'.repeat(2000), bytes: 1024 },
    { why: 'never inside a character', note: `x${'東'.repeat(1000)}`, bytes: 1 + 3 * 340 + 3 },
  ])('$why', ({ note, bytes }) => {
    const cut = noteWithin(note)
    expect(Buffer.byteLength(cut)).toBe(bytes)
    expect(cut).not.toContain('\ufffd')
  })
})
