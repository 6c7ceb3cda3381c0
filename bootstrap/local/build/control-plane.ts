import { readFileSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { NotBuiltError } from '../errors.ts'
import type { ProgramName } from '../parts/context.ts'
import { cacheKey } from './cache-key.ts'
import { providerCrdFiles } from './provider-crds.ts'
import { type Target, targetsFor } from './targets.ts'

/** A target with its place in the cache. It is complete if it exists. */
export type Placed = Readonly<{ target: Target; moduleFolder: string; path: string }>

/** What a stack needs from the cache. */
export type ControlPlane = Readonly<{
  programs: Readonly<Record<ProgramName, string>>
  crossplaneCrds: string
  providerCrds: string
}>

/** Where each target belongs, by the modules pinned in this checkout. */
export const placeTargets = (root: string, cache: string): Placed[] =>
  targetsFor(providerCrdFiles).map((target) => {
    const moduleFolder = join(root, 'bootstrap/local/modules', target.module)
    const read = (file: string) => readFileSync(join(moduleFolder, file), 'utf8')
    const key = cacheKey(
      target,
      { goMod: read('go.mod'), goSum: read('go.sum') },
      `${process.platform}-${process.arch}`,
    )
    return { target, moduleFolder, path: join(cache, key) }
  })

/** Those that are not in the cache yet. */
export const missing = async (placed: readonly Placed[]): Promise<Placed[]> => {
  const there = await Promise.all(placed.map(({ path }) => exists(path)))
  return placed.filter((_, index) => !there[index])
}

/** Finds the built control plane; throws a `NotBuiltError` if any of it is missing. Builds nothing. */
export const findControlPlane = async (root: string, cache: string): Promise<ControlPlane> => {
  const placed = placeTargets(root, cache)
  const absent = await missing(placed)
  if (absent.length > 0)
    throw new NotBuiltError(
      `The control plane is not built: ${absent.map(({ target }) => target.name).join(', ')} missing from ${cache}`,
      'Run: make build',
    )
  return controlPlaneIn(placed)
}

const controlPlaneIn = (placed: readonly Placed[]): ControlPlane => {
  const folder = (name: Target['name']) => placed.find(({ target }) => target.name === name)?.path ?? ''
  const programs = placed.flatMap(({ target, path }) => target.programs.map(({ name }) => [name, join(path, name)]))
  return {
    programs: Object.fromEntries(programs) as ControlPlane['programs'],
    crossplaneCrds: join(folder('crossplane'), 'crds'),
    providerCrds: join(folder('provider-aws'), 'crds'),
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
