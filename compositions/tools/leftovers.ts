import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** Files of the folder that nobody generates any more, as paths below it. */
export const leftovers = async (folder: string, outputs: ReadonlyMap<string, string>): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => !outputs.has(file))
}
