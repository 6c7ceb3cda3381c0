import { existsSync } from 'node:fs'
import { mkdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { PrerequisiteError } from '../errors.ts'
import { type GoOptions, go } from './go.ts'

/** Checks, before anything long starts, that Go is new enough and that the disks have room. Throws a `PrerequisiteError`. */
export const checkPrerequisites = async (cache: string, options: GoOptions): Promise<void> => {
  const settings = JSON.parse(await go(['env', '-json', 'GOVERSION', 'GOCACHE', 'GOMODCACHE'], options)) as Record<
    'GOVERSION' | 'GOCACHE' | 'GOMODCACHE',
    string
  >
  if (!isNewEnough(settings.GOVERSION))
    throw new PrerequisiteError(
      `${settings.GOVERSION} is too old to build Kubernetes 1.36`,
      `Install Go ${oldest.join('.')} or newer`,
    )
  // the first build fetches and compiles everything; later ones find most of it in Go's own caches
  const isFirst = !existsSync(join(settings.GOMODCACHE, 'k8s.io', 'kubernetes@v1.36.1'))
  await checkSpace(settings.GOCACHE, isFirst ? 9 : 2)
  await checkSpace(cache, 1)
}

/** Whether this release of Go (`go1.26.3`, `go1.27rc1`, `devel go1.27-...`) can build what we pin. */
export const isNewEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = (/go(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number)
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
}

const oldest = [1, 26] as const

const checkSpace = async (folder: string, neededGiB: number): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const { bavail, bsize } = await statfs(folder)
  const freeGiB = (bavail * bsize) / 2 ** 30
  if (freeGiB >= neededGiB) return
  throw new PrerequisiteError(
    `The build needs about ${neededGiB} GiB of disk space, ${folder} has ${freeGiB.toFixed(1)} GiB free`,
    'Free some, or set GOCACHE, GOMODCACHE and TASKPLATFORM_CACHE to folders on a larger disk',
  )
}
