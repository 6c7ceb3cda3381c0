/** The smallest value that is not below a share (0 to 1) of all values (nearest rank). Throws for none. */
export const percentile = (values: readonly number[], share: number): number => {
  if (values.length === 0) throw new RangeError('There is no percentile of nothing')
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number
}
