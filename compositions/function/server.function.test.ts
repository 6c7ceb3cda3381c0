import { copyFile } from 'node:fs/promises'
import { credentials as grpcCredentials, status } from '@grpc/grpc-js'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compose } from '../src/layers.ts'
import { callFunction, requestFor } from '../test/call.ts'
import { developmentNetwork } from '../test/composites.ts'
import { type TestTls, testTls, writeCertificates } from '../test/tls.ts'
import { mutualTls, type ReloadingCredentials } from './certificates.ts'
import { createMetrics } from './metrics.ts'
import { runProgram, type Serving } from './program.ts'
import { type FunctionServer, serveFunction } from './server.ts'

// of the 28 resources of the Development network, the NAT gateway waits for the internet gateway
const firstRound = 27

const log = pino({ level: 'silent' })
const request = requestFor(developmentNetwork())

const clientOf = ({ authority, client }: Pick<TestTls, 'authority' | 'client'>) =>
  grpcCredentials.createSsl(Buffer.from(authority), Buffer.from(client.key), Buffer.from(client.certificate))

describe('the server', () => {
  let tls: TestTls
  let stranger: TestTls
  let reloading: ReloadingCredentials
  let server: FunctionServer

  beforeAll(async () => {
    tls = await testTls()
    stranger = await testTls()
    reloading = await mutualTls(tls.folder)
    const { credentials } = reloading
    server = await serveFunction({ address: 'localhost:0', credentials, compose, metrics: createMetrics(), log })
  })
  afterAll(async () => {
    await server.stop(1000)
    await tls[Symbol.asyncDispose]()
    await stranger[Symbol.asyncDispose]()
  })

  test('composes for Crossplane', async () => {
    const response = await callFunction(server.port, clientOf(tls), request)
    expect(Object.keys(response.desired?.resources ?? {})).toHaveLength(firstRound)
    expect(response.conditions).toEqual([expect.objectContaining({ type: 'ResourcesReady', reason: 'Creating' })])
  })

  test.each([
    { why: 'an anonymous client', client: () => grpcCredentials.createSsl(Buffer.from(tls.authority)) },
    {
      why: 'a client of another authority',
      client: () => clientOf({ authority: tls.authority, client: stranger.client }),
    },
    { why: 'a client without TLS', client: () => grpcCredentials.createInsecure() },
  ])('refuses $why', async ({ client }) => {
    await expect(callFunction(server.port, client(), request)).rejects.toMatchObject({ code: status.UNAVAILABLE })
  })

  const padded = (bytes: number) => {
    const network = developmentNetwork()
    const metadata = { ...network.metadata, annotations: { padding: 'x'.repeat(bytes) } }
    return requestFor({ ...network, metadata })
  }

  test('takes requests far above the 4 MiB of gRPC', async () => {
    const response = await callFunction(server.port, clientOf(tls), padded(30 * 1024 * 1024))
    expect(Object.keys(response.desired?.resources ?? {})).toHaveLength(firstRound)
  })

  test('refuses requests above 32 MiB', async () => {
    const call = callFunction(server.port, clientOf(tls), padded(33 * 1024 * 1024))
    await expect(call).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED })
  })

  test('with new certificates, lets in the clients of the new authority only', async () => {
    const old = clientOf(tls)
    const renewed = await writeCertificates(tls.folder)
    expect(await reloading.reload()).toBe(true)
    const response = await callFunction(server.port, clientOf(renewed), request)
    expect(Object.keys(response.desired?.resources ?? {})).toHaveLength(firstRound)
    await expect(callFunction(server.port, old, request)).rejects.toMatchObject({ code: status.UNAVAILABLE })
    expect(await reloading.reload()).toBe(false)
  })
})

describe('the program', () => {
  const start = async (folder: string) => {
    const stop = new AbortController()
    const { promise: serving, resolve } = Promise.withResolvers<Serving>()
    const addresses = { address: 'localhost:0', healthAddress: 'localhost:0' }
    const config = { ...addresses, certificateFolder: folder, logLevel: 'silent' }
    const ended = runProgram(config, { log, signal: stop.signal, onServing: resolve })
    return { serving: await Promise.race([serving, ended.then(() => Promise.reject(new Error('ended')))]), stop, ended }
  }

  test('tells its health, counts calls, and ends when asked to', async () => {
    await using tls = await testTls()
    const { serving, stop, ended } = await start(tls.folder)
    const page = async (path: string) => (await fetch(`http://localhost:${serving.healthPort}${path}`)).text()
    expect([await page('/healthz'), await page('/readyz')]).toEqual(['ok\n', 'ok\n'])
    await callFunction(serving.port, clientOf(tls), request)
    await callFunction(serving.port, clientOf(tls), requestFor({ kind: 'Nonsense' }))
    const metrics = await page('/metrics')
    expect(metrics).toContain('taskplatform_function_calls_total{outcome="composed"} 1')
    expect(metrics).toContain('taskplatform_function_calls_total{outcome="refused"} 1')
    stop.abort()
    await ended
    await expect(page('/healthz')).rejects.toThrow()
  })

  test('does not start without certificates, and says where it looked', async () => {
    await expect(start('/nonexistent')).rejects.toThrow(/\/nonexistent.*tls\.crt, tls\.key and ca\.crt/)
  })

  test('does not start with a key that belongs to another certificate', async () => {
    await using tls = await testTls()
    await using other = await testTls()
    await copyFile(`${other.folder}/tls.key`, `${tls.folder}/tls.key`)
    await expect(start(tls.folder)).rejects.toThrow(/not the key of tls\.crt/)
  })
})
