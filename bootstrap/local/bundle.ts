import { execFile } from 'node:child_process'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { BuildError } from './errors.ts'
import { type Bundle, bundleOf, bundles } from './parts/programs.ts'

/** Bundles our programs into one file each and returns those that changed. Throws a `BuildError` that names file and line. */
export const bundlePrograms = async <T extends Bundle>(
  programs: readonly T[],
  { root, dist }: Readonly<{ root: string; dist: string }>,
): Promise<T[]> => {
  await mkdir(dist, { recursive: true })
  const changed: T[] = []
  for (const program of programs) {
    const draft = join(dist, `${program}.draft-${process.pid}.mjs`)
    await bundleFile(root, bundles[program], draft)
    if (await replace(bundleOf(dist, program), draft)) changed.push(program)
  }
  return changed
}

/** Bundles one entry, relative to `root`, into one file, as our programs are. Throws a `BuildError` that names file and line. */
export const bundleFile = async (root: string, entry: string, outfile: string): Promise<void> => {
  try {
    const bundler = join(root, 'bootstrap/local/bundler.ts')
    await promisify(execFile)(process.execPath, [bundler, root, entry, outfile], { cwd: root })
  } catch (cause) {
    const said = String((cause as { stderr?: string }).stderr || cause).trim()
    throw new BuildError(`${entry} cannot be bundled:\n${said}`, 'Correct it, and run it again', { cause })
  }
}

const replace = async (path: string, draft: string): Promise<boolean> => {
  const [before, after] = await Promise.all([readFile(path).catch(() => undefined), readFile(draft)])
  if (before?.equals(after)) {
    await rm(draft)
    return false
  }
  await rename(draft, path)
  return true
}
