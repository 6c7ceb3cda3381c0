import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundlePrograms } from './bundle.ts'
import { localConfig } from './config.ts'
import { type Bundle, bundleOf, bundles } from './parts/programs.ts'

const programs = Object.keys(bundles) as Bundle[]
const dist = await mkdtemp(join(tmpdir(), 'taskplatform-dist-'))
const bundle = () => bundlePrograms(programs, { root: localConfig().root, dist })

beforeAll(async () => expect(await bundle()).toEqual(programs))
afterAll(() => rm(dist, { recursive: true }))

test.each(programs)('%s is one file that Node.js can load', async (program) => {
  await expect(promisify(execFile)(process.execPath, ['--check', bundleOf(dist, program)])).resolves.toMatchObject({
    stderr: '',
  })
})

test('only what changed is told', async () => {
  expect(await bundle()).toEqual([])
  await writeFile(bundleOf(dist, 'twin'), 'older')
  expect(await bundle()).toEqual(['twin'])
})

// the whole client of the framework would be back: 3 MB of source, 40 MiB of memory
test('the operator does not carry the client that the framework would use', async () => {
  const { size } = await stat(bundleOf(dist, 'operator'))
  expect(size).toBeLessThan(3_000_000)
})
