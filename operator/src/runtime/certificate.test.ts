import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestCertificates, type TestCertificates } from '../../test/fake-apiserver/certificates.ts'
import { createFakeClock } from '../../test/memory/clock.ts'
import { createMemoryLog } from '../../test/memory/log.ts'
import { certificateIn } from './certificate.ts'
import { createHttpServer, type HttpServer } from './http-server.ts'
import { createMetrics } from './metrics.ts'

const clock = createFakeClock()
let folder: string
let server: HttpServer
let port: number
const log = createMemoryLog()

const files = () => ({ certFile: join(folder, 'tls.crt'), keyFile: join(folder, 'tls.key') })
const put = async ({ server }: Pick<TestCertificates, 'server'>) => {
  await writeFile(files().certFile, server.cert)
  await writeFile(files().keyFile, server.key)
}

/** The status of the liveness probe, asked by one who trusts this authority alone. */
const statusFor = ({ ca }: TestCertificates): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: '/healthz', ca, agent: false }, (response) => {
      response.resume()
      expect((response.socket as TLSSocket).getProtocol()).toMatch(/^TLSv1\.[23]$/)
      resolve(response.statusCode)
    })
    request.on('error', reject)
  })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificate-'))
})
afterEach(async () => {
  await server?.stop()
  await rm(folder, { recursive: true })
})

const start = async () => {
  const certificate = certificateIn({ ...files(), clock, log })
  const metrics = createMetrics({ process: false })
  server = createHttpServer({ host: '127.0.0.1', port: 0, metrics, certificate, healthy: [], ready: [] })
  port = await server.start()
}

test('endpoints speak TLS, and show a renewed certificate within a minute, without a restart', async () => {
  const [first, second] = [await createTestCertificates(), await createTestCertificates()]
  await put(first)
  await start()
  expect(await statusFor(first)).toBe(200)
  await expect(statusFor(second)).rejects.toThrow()
  await put(second)
  await clock.advance(60_000)
  expect(await statusFor(second)).toBe(200)
  await server.stop()
  expect(clock.untilNext()).toBe(Number.POSITIVE_INFINITY)
})

test('a renewed certificate that cannot be used is told, and the old one stays until a better one comes', async () => {
  const [first, second] = [await createTestCertificates(), await createTestCertificates()]
  await put(first)
  await start()
  await put({ server: { cert: 'half', key: 'half' } })
  await clock.advance(60_000)
  expect(log.lines.at(-1)?.message).toBe('the renewed certificate cannot be used, the old one stays')
  expect(await statusFor(first)).toBe(200)
  await put(second)
  await clock.advance(60_000)
  expect(await statusFor(second)).toBe(200)
})

test('a file that is missing at the start says what to look for', async () =>
  expect(start()).rejects.toThrow(/Cannot read .*tls\.crt: check that the Secret/))
