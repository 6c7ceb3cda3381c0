/** Lets `perSecond` things happen on average and up to `burst` at once. */
export const createTokenBucket = ({ perSecond, burst }: Readonly<{ perSecond: number; burst: number }>) => {
  let tokens = burst
  let filledAt = Number.NEGATIVE_INFINITY
  return {
    /** Takes a token at `now` and gives the milliseconds to wait until it is there. */
    reserve: (now: number): number => {
      tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond)
      filledAt = now
      tokens -= 1
      return tokens >= 0 ? 0 : (-tokens / perSecond) * 1000
    },
  }
}
