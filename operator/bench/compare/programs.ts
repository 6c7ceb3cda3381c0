import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { go } from '@taskplatform/bootstrap/local/build/go'
import { bundleFile } from '@taskplatform/bootstrap/local/bundle'
import type { LocalConfig } from '@taskplatform/bootstrap/local/config'

/** The three programs that are compared. */
export const programNames = ['ours', 'go', 'plain'] as const
export type ProgramName = (typeof programNames)[number]

/** How to start a program; flags are added. */
export type Program = Readonly<{
  name: ProgramName
  command: string
  args: readonly string[]
  /** Whether it serves `/readyz`; if not, it prints `ready`. */
  serves: boolean
  /** Whether it knows leader election. */
  elects: boolean
}>

type BuildOptions = Readonly<{ config: LocalConfig; stateDir: string; signal: AbortSignal }>

/** Bundles ours, and builds or installs the two others into the cache, once. */
export const buildPrograms = async (options: BuildOptions): Promise<Readonly<Record<ProgramName, Program>>> => {
  const { node } = options.config
  const ours = await bundleOurs(options)
  const plain = await installPlain(options)
  return {
    ours: { name: 'ours', command: node, args: [ours], serves: true, elects: true },
    go: { name: 'go', command: await buildGo(options), args: [], serves: true, elects: true },
    plain: { name: 'plain', command: node, args: [plain], serves: false, elects: false },
  }
}

const folder = 'operator/bench/compare'

const bundleOurs = async ({ config: { root }, stateDir }: BuildOptions): Promise<string> => {
  const path = join(stateDir, 'bench-ours.mjs')
  await bundleFile(root, `${folder}/ours/main.ts`, path)
  return path
}

const buildGo = async ({ config, signal }: BuildOptions): Promise<string> => {
  const source = join(config.root, folder, 'go')
  const place = await inCache('bench-controller-runtime', source, config.cache, async (draft) => {
    const flags = ['-trimpath', '-ldflags', '-s -w', '-o', join(draft, 'bench')]
    await go(['build', ...flags, '.'], { cwd: source, env: config.goEnv, signal })
  })
  return join(place, 'bench')
}

// beside our packages, not among them: what it depends on is out of support and must not come near the product
const installPlain = async ({ config, signal }: BuildOptions): Promise<string> => {
  const source = join(config.root, folder, 'plain')
  const place = await inCache('bench-plain', source, config.cache, async (draft) => {
    await cp(source, draft, { recursive: true })
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    await promisify(execFile)('npm', args, { cwd: draft, signal })
  })
  return join(place, 'main.mjs')
}

/** Makes a folder of the cache aside and moves it into its place, unless what it is made of is there already. */
const inCache = async (
  name: string,
  source: string,
  cache: string,
  make: (draft: string) => Promise<void>,
): Promise<string> => {
  const place = join(cache, `${name}-${await digestOf(source)}`)
  if (await exists(place)) return place
  const draft = `${place}.draft-${process.pid}`
  await mkdir(draft, { recursive: true })
  try {
    await make(draft)
    await rename(draft, place)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return place
}

/** Changes with any file of a folder. */
const digestOf = async (source: string): Promise<string> => {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`)
  for (const file of (await readdir(source)).sort()) hash.update(file).update(await readFile(join(source, file)))
  return hash.digest('hex').slice(0, 12)
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
