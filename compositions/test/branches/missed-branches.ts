import { readFileSync } from 'node:fs'
import type { Profiler } from 'node:inspector'

/** A piece of a file that was never run. */
export type MissedBranch = Readonly<{ file: string; line: number; text: string }>

/** The outermost blocks of the functions of a file that ran not once; a function that never ran is a block too. */
export const missedBranches = (
  path: string,
  functions: readonly Profiler.FunctionCoverage[],
): readonly MissedBranch[] => {
  const source = readFileSync(path, 'utf8')
  const blocks = functions.flatMap(({ ranges }) => ranges).filter(({ count }) => count === 0)
  const outermost = blocks.filter((one) => !blocks.some((other) => other !== one && holds(other, one)))
  return outermost.map(({ startOffset, endOffset }) => ({
    file: path.replace(/^.*\/compositions\//, ''),
    line: source.slice(0, startOffset).split('\n').length,
    text: source.slice(startOffset, endOffset).replace(/\s+/g, ' ').trim().slice(0, 120),
  }))
}

const holds = (outer: Profiler.CoverageRange, inner: Profiler.CoverageRange): boolean =>
  outer.startOffset <= inner.startOffset && inner.endOffset <= outer.endOffset
