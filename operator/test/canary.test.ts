import { expect, test } from 'vitest'
import { accessReviewsOf } from '../src/kube/access-reviews.ts'
import { createEventRecorder } from '../src/kube/events.ts'
import type { Resource } from '../src/kube/resource.ts'
import { writeStatus } from '../src/kube/status.ts'
import type { Reconcile } from '../src/ports/reconcile.ts'
import { createController } from '../src/runtime/controller.ts'
import { createLog } from '../src/runtime/log.ts'
import { createQueue } from '../src/runtime/queue.ts'
import { type Reply, statusReply } from './fake-apiserver/answers.ts'
import { configMap, configMaps, useFakeApiServer } from './fake-apiserver/fixture.ts'

const given = useFakeApiServer()

/** Looks like a password: no pattern can know it. */
const canary = 'Tr0ub4dor-and-3'

const secrets: Resource = { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true }
const key = { namespace: 'acme', name: 'kubeconfig' }

/** A reconcile that does `ask`, and tells everybody of the error that comes of it: in a status, in an event, and by failing. */
const telling =
  (ask: (signal: AbortSignal) => Promise<unknown>): Reconcile =>
  async (_, signal) => {
    const { client } = given.connection
    const events = createEventRecorder({
      client,
      clock: given.clock,
      log: silent,
      controller: 'test',
      instance: 'test',
      signal,
    })
    try {
      await ask(signal)
    } catch (error) {
      const message = String(error instanceof Error ? error.message : error)
      const regarding = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', namespace: 'default', uid: 'uid-1' }
      events.record({ regarding, type: 'Warning', reason: 'Failed', action: 'Read', note: message })
      await events.flush()
      await writeStatus(client, configMaps, configMap('a'), { message }, { fieldManager: 'test', signal })
      throw error
    }
    return { kind: 'settled' }
  }

const silent = createLog({ level: 'error', name: 'silent' }, { write: () => {} })

/** Runs one reconcile that does `ask`, and gives all that left the process but the request itself. */
const toldAbout = async (ask: (signal: AbortSignal) => Promise<unknown>): Promise<string> => {
  const { clock, metrics, signal } = given
  const lines: string[] = []
  const log = createLog({ level: 'debug', name: 'test' }, { write: (line: string) => void lines.push(line) })
  const queue = createQueue({ name: 'test', clock, metrics })
  const reconcile = telling(ask)
  const controller = createController({
    name: 'test',
    reconcile,
    queue,
    workers: 1,
    timeoutMs: 60_000,
    log,
    clock,
    metrics,
  })
  const stop = new AbortController()
  const running = controller.run(stop.signal)
  queue.add('acme/a')
  const deadline = Date.now() + 8_000
  while (!lines.some((line) => line.includes('"level":"error"')) && Date.now() < deadline) await clock.advance(100)
  stop.abort()
  await running
  signal.throwIfAborted()
  const written = given.server.requests.filter(({ method, path }) => method !== 'GET' && !isAboutSecrets(path))
  expect(written.map(({ path }) => path)).toEqual(
    expect.arrayContaining([expect.stringContaining('/events'), expect.stringContaining('/status')]),
  )
  return JSON.stringify([lines, written.map(({ path, body }) => path + body), await metrics.text()])
}

const readSecret = (signal: AbortSignal) => given.connection.client.get(secrets, key, { signal })
const isAboutSecrets = (path: string): boolean => path.includes('/secrets/') || path.includes('review')

const refusal = statusReply(500, 'InternalError', `cannot decode "${canary}"`)

test.each<{ why: string; reply: Reply; ask?: (signal: AbortSignal) => Promise<unknown> }>([
  { why: 'a refusal that quotes it', reply: refusal },
  {
    why: 'causes that quote it',
    reply: {
      ...refusal,
      status: 422,
      body: {
        kind: 'Status',
        code: 422,
        details: { causes: [{ field: 'data', message: `Invalid value: "${canary}"` }] },
      },
    },
  },
  {
    why: 'prose of a proxy',
    reply: { status: 502, headers: { 'content-type': 'text/html' }, body: `<p>${canary}</p>` },
  },
  { why: 'a Secret that is cut short', reply: { status: 200, body: `{"data":{"value":"${canary}` } },
  {
    why: 'the refusal of a patch',
    reply: refusal,
    ask: (signal) => given.connection.client.mergePatch(secrets, key, { data: { value: canary } }, { signal }),
  },
  {
    why: 'the refusal of a token that somebody showed us',
    reply: refusal,
    ask: (signal) => accessReviewsOf(given.connection.client).whoHas(canary, signal),
  },
])('a secret in $why is in no log, event, status or metric', async ({ reply, ask = readSecret }) => {
  given.server.interfere(({ path, method }) =>
    isAboutSecrets(path) ? reply : method === 'PATCH' ? { status: 200, body: configMap('a') } : undefined,
  )
  expect(await toldAbout(ask)).not.toContain(canary)
  const asked = given.server.requests.filter(({ path }) => isAboutSecrets(path))
  expect(asked.length).toBeGreaterThan(0)
})
