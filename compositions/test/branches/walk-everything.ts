import { Session } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'
import { allExamples } from '../all-examples.ts'
import { generatedComposites } from '../generated-composites.ts'
import { largestComposites } from '../largest-composites.ts'
import { walkEdits } from './edits.ts'
import { type MissedBranch, missedBranches } from './missed-branches.ts'
import { walk } from './walks.ts'

/**
 * Walks every composite from nothing to ready, through changes and mishaps, and prints as JSON the branches of the composing
 * library that none of them took. A program of its own: Node.js runs the sources as they are written, so that V8's offsets are
 * those of the files.
 */
const main = async (): Promise<void> => {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const composites = [
    ...allExamples().map(({ composite }) => composite),
    ...largestComposites,
    ...generatedComposites(60),
  ]
  walk(composites)
  composites.filter((_, place) => place % 3 === 0).forEach(walkEdits)
  const { result } = await session.post('Profiler.takePreciseCoverage')
  const missed: MissedBranch[] = result
    .filter(({ url }) => /\/compositions\/src\/compose\//.test(url))
    .flatMap(({ url, functions }) => missedBranches(fileURLToPath(url), functions))
  console.log(JSON.stringify(missed))
}

await main()
