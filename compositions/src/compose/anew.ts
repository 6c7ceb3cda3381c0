import type { Observed } from '../observed.ts'

/**
 * Whether the resource under the key has another value in a field that the provider cannot change, but only replace: it goes
 * first, and is made anew under the same name when it is gone. For what nobody misses in between.
 */
export const mustGoFirst = (observed: Observed, key: string, field: string, wanted: string): boolean => {
  const resource = observed[key]
  const had = resource?.spec.forProvider[field]
  return had !== undefined && had !== wanted && !resource?.metadata.deletionTimestamp
}
