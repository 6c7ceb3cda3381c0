import { readFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import type { Probe } from './spec.ts'

/** Whether the probe says so, or its URL answers 200 within two seconds. Never throws: no answer is an answer. */
export const isReady = async (probe: Probe): Promise<boolean> => {
  if (typeof probe === 'function') return probe().catch(() => false)
  const { url, tls } = probe
  const secure = url.startsWith('https:')
  const options: RequestOptions = { timeout: 2_000, agent: false, ...(tls && (await credentials(tls))) }
  return new Promise((resolve) => {
    const request = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => resolve(false))
    request.once('close', () => resolve(false))
    request.end()
  })
}

type Tls = NonNullable<Exclude<Probe, () => Promise<boolean>>['tls']>

const credentials = async ({ ca, cert, key }: Tls): Promise<RequestOptions> => ({
  ca: await readFile(ca),
  ...(cert && { cert: await readFile(cert) }),
  ...(key && { key: await readFile(key) }),
})
