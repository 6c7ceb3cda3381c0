import { layoutOf } from '@taskplatform/bootstrap/local/layout'
import type { Stack } from '@taskplatform/bootstrap/local/stack'
import { mutualTls } from '@taskplatform/compositions/function/certificates'
import { createMetrics } from '@taskplatform/compositions/function/metrics'
import { serveFunction } from '@taskplatform/compositions/function/server'
import { pino } from 'pino'

/** Serves in place of the function, which must be down, and answers everything with a fatal result. */
export async function serveFatally({ stateDir, ports }: Stack, message: string): Promise<{ stop(): Promise<void> }> {
  const { credentials } = await mutualTls(layoutOf(stateDir).functionServerPki)
  const { stop } = await serveFunction({
    address: `127.0.0.1:${ports.function}`,
    credentials,
    compose: () => {
      throw new Error(message)
    },
    metrics: createMetrics(),
    log: pino({ level: 'silent' }),
  })
  return { stop: () => stop(1_000) }
}
