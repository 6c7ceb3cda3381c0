/** The minor number of `1.36`. */
export const minorOf = (version: string): number => Number(version.split('.')[1])

/** The next minor version: `1.36` after `1.35`. */
export const nextMinor = (version: string): string => `1.${minorOf(version) + 1}`

/** Of Kubernetes versions the lowest, or the highest. */
export const lowest = (first: string, ...others: readonly string[]): string =>
  others.reduce((best, one) => (minorOf(one) < minorOf(best) ? one : best), first)
export const highest = (first: string, ...others: readonly string[]): string =>
  others.reduce((best, one) => (minorOf(one) > minorOf(best) ? one : best), first)
