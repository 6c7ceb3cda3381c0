import { type Finding, isExcused } from '@taskplatform/compositions/conformance/judge'
import { complaintsOf, placeOf, titleOf } from '../input.ts'
import type { Judged } from './judged.ts'

/** A report for people: a line of counts for each document, then its findings with what to do about each rule. */
export const tableReport = (judged: readonly Judged[]): string => `${judged.map(section).join('\n\n')}\n`

const section = ({ subject, judgement }: Judged): string => {
  const title = `${titleOf(subject)}, ${placeOf(subject)}`
  if (!judgement) return [`${title}: illegal`, ...complaintsOf(subject)].join('\n')
  const { passed, failed, excepted, findings } = judgement
  const counts = `${passed} rules kept, ${failed} broken, ${excepted} broken with an exception`
  return [`${title}: ${counts}`, ...(findings.length > 0 ? ['', ...table(findings), '', ...cures(findings)] : [])].join(
    '\n',
  )
}

const table = (findings: readonly Finding[]): string[] => {
  const rows = [
    ['RULE', 'SEVERITY', 'LAYER', 'OBJECT', 'FINDING'],
    ...findings.map((one) => [one.rule, severityOf(one), one.layer, `${one.kind} ${one.name}`, one.message]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
}

const severityOf = (finding: Finding): string => {
  if (isExcused(finding)) return 'excepted'
  return finding.exception ? `${finding.severity} (exception expired)` : finding.severity
}

/** What to do, once for each rule. */
const cures = (findings: readonly Finding[]): string[] => {
  const first = new Map(findings.toReversed().map((finding) => [finding.rule, finding]))
  return [...first.values()].toReversed().map(({ rule, title, cure }) => `${rule}  ${title}. ${cure}`)
}
