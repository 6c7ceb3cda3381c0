import { cp, glob, mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { withLock } from '../process/lock.ts'
import type { Report } from '../progress.ts'
import { missing, type Placed } from './control-plane.ts'
import { type GoOptions, go } from './go.ts'

/**
 * Builds one target aside and moves it into its place in one step, so that what is in the cache is always whole. If another
 * checkout builds the same one, waits for it and uses what it made.
 */
export const buildTarget = async (placed: Placed, { env, report, signal }: BuildOptions): Promise<void> => {
  const onWait = (holder: number) => report(`waiting for process ${holder}, which builds the same`)
  const work = async () => {
    const absent = await missing([placed])
    if (absent.length > 0) await buildInto(placed, { cwd: placed.moduleFolder, env, signal }, report)
  }
  await withLock(`${placed.path}.lock`, work, { onWait, signal })
}

export type BuildOptions = Readonly<{ env: GoOptions['env']; report: Report; signal: AbortSignal }>

const buildInto = async (placed: Placed, options: GoOptions, report: Report): Promise<void> => {
  // we hold the lock: drafts that are there were left by builds that were killed
  for await (const left of glob(`${placed.path}.draft-*`)) await rm(left, { recursive: true, force: true })
  const draft = `${placed.path}.draft-${process.pid}`
  await mkdir(draft, { recursive: true })
  try {
    await compile(placed, draft, options, report)
    await copyCrds(placed, draft, options, report)
    await copyOthers(placed, draft, options, report)
    await rename(draft, placed.path)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const compile = async ({ target }: Placed, draft: string, options: GoOptions, report: Report): Promise<void> => {
  for (const program of target.programs) {
    let packages = 0
    const onLine = (line: string) => {
      if (line.startsWith('go: downloading')) return report(line.slice('go: '.length))
      packages += 1
      report(`${program.name}: ${packages} packages compiled`)
    }
    report(`${program.name}: compiling`)
    const flags = ['-v', '-trimpath', '-ldflags', target.linkerFlags, '-o', join(draft, program.name)]
    await go(['build', ...flags, program.package], { ...options, onLine })
  }
}

const copyCrds = async ({ target }: Placed, draft: string, options: GoOptions, report: Report): Promise<void> => {
  if (!target.crds) return
  const source = join(await moduleFolder(target.crds.module, options, report), target.crds.folder)
  const destination = join(draft, 'crds')
  if (!target.crds.files) return cp(source, destination, { recursive: true })
  await mkdir(destination)
  for (const file of target.crds.files) await cp(join(source, file), join(destination, file))
}

const copyOthers = async ({ target }: Placed, draft: string, options: GoOptions, report: Report): Promise<void> => {
  if (!target.copies) return
  const source = join(await moduleFolder(target.copies.module, options, report), target.copies.folder)
  await mkdir(join(draft, target.copies.into))
  for (const file of target.copies.files) await cp(join(source, file), join(draft, target.copies.into, basename(file)))
}

const moduleFolder = async (module: string, options: GoOptions, report: Report): Promise<string> => {
  report(`downloading ${module}`)
  // checks the module against go.sum
  return (JSON.parse(await go(['mod', 'download', '-json', module], options)) as { Dir: string }).Dir
}
