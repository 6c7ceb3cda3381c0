import type { Logger } from 'pino'
import { compose } from '../src/layers.ts'
import { mutualTls, plaintext, type ReloadingCredentials } from './certificates.ts'
import type { FunctionConfig } from './config.ts'
import { serveHealth } from './health.ts'
import { createMetrics } from './metrics.ts'
import { serveFunction } from './server.ts'

/** The ports that were taken; useful when any free one was asked for. */
export type Serving = Readonly<{ port: number; healthPort: number }>

/**
 * Runs the function until the signal is aborted; then finishes the calls that are running. Throws a `FunctionError` if it cannot
 * start.
 */
export const runProgram = async (
  config: FunctionConfig,
  { log, signal, onServing }: Readonly<{ log: Logger; signal: AbortSignal; onServing?: (serving: Serving) => void }>,
): Promise<void> => {
  const metrics = createMetrics()
  const tls = config.certificateFolder ? await mutualTls(config.certificateFolder) : plaintext()
  let ready = false
  const health = await serveHealth({ address: config.healthAddress, isReady: () => ready, metrics: metrics.text })
  const reloading = setInterval(() => void reload(tls, log), reloadMs)
  try {
    const { address } = config
    const server = await serveFunction({ address, credentials: tls.credentials, compose, metrics, log })
    ready = true
    const serving = { port: server.port, healthPort: health.port }
    log.info({ ...serving, mutualTls: config.certificateFolder !== undefined }, 'serving')
    onServing?.(serving)
    await aborted(signal)
    ready = false
    log.info('stopping')
    await server.stop(graceMs)
  } finally {
    clearInterval(reloading)
    health.stop()
  }
}

const reloadMs = 30_000
const graceMs = 10_000

const reload = async (tls: ReloadingCredentials, log: Logger): Promise<void> => {
  try {
    if (await tls.reload()) log.info('certificates reloaded')
  } catch (err) {
    log.error({ err }, 'certificates cannot be reloaded, the old ones stay')
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
