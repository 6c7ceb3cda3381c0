/**
 * How often Crossplane's circuit breaker has opened since its start: each time it stopped looking at a composite for minutes.
 * The metric is crossplane v2.4.0's (internal/circuit/circuit_metrics.go); it appears with the first opening.
 */
export async function circuitBreakerOpenings(metricsPort: number, signal: AbortSignal): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${metricsPort}/metrics`, { signal })
  if (!answer.ok) throw new Error(`Crossplane gives no metrics: ${answer.status}`)
  return openingsIn(await answer.text())
}

/** Sums the series of all controllers in the text format of Prometheus. */
export const openingsIn = (metrics: string): number =>
  [...metrics.matchAll(/^circuit_breaker_opens_total(?:\{[^}]*\})? (\S+)/gm)].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  )
