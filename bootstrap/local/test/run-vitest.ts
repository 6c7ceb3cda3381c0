import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exitCodeOf } from './run.ts'
import { type Tally, tallyOf } from './tally.ts'

/** Runs the rings of tests that `projects` picks (all of them if none is named; `!faults` for all but that) and counts the tests. */
export const runVitest = async (root: string, projects: readonly string[]): Promise<Tally> => {
  const folder = await mkdtemp(join(tmpdir(), 'taskplatform-report-'))
  const report = join(folder, 'report.json')
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const picked = projects.map((project) => `--project=${project}`)
    const code = await exitCodeOf('vitest', ['run', ...picked, ...reporters], root)
    return tallyOf(await readJson(report), code)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const readJson = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}
