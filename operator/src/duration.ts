/**
 * Milliseconds of a duration as Kubernetes writes them (`15s`, `500ms`, `1h30m`, `0`), or `undefined` for anything else.
 * Units: ms, s, m, h.
 */
export const durationMs = (text: string): number | undefined => {
  if (text === '0') return 0
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * unitMs[unit as keyof typeof unitMs], 0)
}

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const
