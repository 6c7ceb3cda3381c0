/**
 * Whether a cache that has reached `reached` has seen `version`. Resource versions of one kind are numbers that grow (KEP-5504);
 * one that is none cannot be compared, and nobody waits for it.
 */
export const isReached = (reached: string | undefined, version: string): boolean => {
  if (!isNumber(version)) return true
  if (reached === undefined || !isNumber(reached)) return false
  return reached.length === version.length ? reached >= version : reached.length > version.length
}

// too long for a double: compared as text
const isNumber = (text: string): boolean => /^(0|[1-9]\d*)$/.test(text)
