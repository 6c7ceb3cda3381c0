import { createHash } from 'node:crypto'
import type { Target } from './targets.ts'

/**
 * The name of a target's folder in the cache: it changes with anything that changes what is built (version, packages, flags, the
 * modules and their checksums, the machine's kind), so a folder that is there is right and is never looked into again.
 * The Go compiler's version is left out: a new patch release of Go must not cost ten minutes.
 */
export const cacheKey = (
  target: Target,
  modules: Readonly<{ goMod: string; goSum: string }>,
  platform: string,
): string => {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([layoutVersion, target, modules.goMod, modules.goSum, platform]))
  return `${target.name}-${target.version}-${hash.digest('hex').slice(0, 12)}`
}

// to be raised when what a folder of the cache holds changes its shape
const layoutVersion = 1
