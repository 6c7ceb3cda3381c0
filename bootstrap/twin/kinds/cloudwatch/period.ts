import { type Refusal, refuse } from '../../service/refusal.ts'

/** CloudWatch's no to a period, in seconds. */
export const periodRefusal = (period: unknown): Refusal | undefined => {
  const seconds = Number(period)
  return [10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0)
    ? undefined
    : refuse('ValidationError', `Metric period must be one of 10, 20, 30 or a multiple of 60, not ${period}`)
}
