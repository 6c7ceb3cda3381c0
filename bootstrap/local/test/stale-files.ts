import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The contents of the files among which generated ones are, by path, each as a hash. */
export type Fingerprints = ReadonlyMap<string, string>

/** Looks at every file of the folders that generators write into. */
export const fingerprints = async (root: string): Promise<Fingerprints> => {
  const found = new Map<string, string>()
  const exclude = (path: string) => path.includes('node_modules')
  for await (const entry of glob(patterns, { cwd: root, withFileTypes: true, exclude: (file) => exclude(file.name) })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    found.set(
      path,
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    )
  }
  return found
}

const patterns = ['crds/**', 'compositions/**', 'docs/**', 'charts/**', 'operator/manifests/**', 'apps/contract/**']

/** The files that were changed, made or removed between two looks. */
export const staleFiles = (before: Fingerprints, after: Fingerprints): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).sort()
