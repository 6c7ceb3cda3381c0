import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buildSync } from 'esbuild'
import { bundleOf, type OwnProgram, ownPrograms } from './parts/programs.ts'

/** Bundles our programs into one file each and returns those that changed. Throws esbuild's error, which names file and line. */
export const bundlePrograms = async (
  programs: readonly OwnProgram[],
  { root, dist }: Readonly<{ root: string; dist: string }>,
): Promise<OwnProgram[]> => {
  const changed: OwnProgram[] = []
  for (const program of programs) {
    const code = bundle(join(root, ownPrograms[program]))
    if (await replace(bundleOf(dist, program), code)) changed.push(program)
  }
  return changed
}

// synchronously: the other way leaves a service of 270 MiB running for as long as we do
const bundle = (entry: string): string => {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    sourcemap: false,
    logLevel: 'silent',
    // packages written for `require` need one, which modules lack
    banner: {
      js: "import{createRequire as createRequireOfBundle}from'node:module';const require=createRequireOfBundle(import.meta.url);",
    },
  })
  return outputFiles[0]?.text ?? ''
}

const replace = async (path: string, code: string): Promise<boolean> => {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === code) return false
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.draft`, code)
  await rename(`${path}.draft`, path)
  return true
}
