import { blockingFindings, judgeGraph } from '@taskplatform/compositions/conformance/judge'
import { rules } from '@taskplatform/compositions/conformance/rules'
import type { Profile } from '@taskplatform/crds/defaults'
import { UsageError } from './errors.ts'
import { readSubjects } from './input.ts'
import { type ExitCode, exitCodes, type Io } from './io.ts'
import { jsonReport } from './report/json.ts'
import type { Judged } from './report/judged.ts'
import { sarifReport } from './report/sarif.ts'
import { tableReport } from './report/table.ts'
import type { Subject } from './subjects.ts'

/** Options of `taskplatform check`. */
export type CheckOptions = Readonly<{
  file: readonly string[]
  output: keyof typeof reports
  profile: Profile
  today?: string
}>

/** Judges all that the documents become by the conformance rules, and prints what was found. */
export const checkCommand = async ({ file, output, profile, today }: CheckOptions, io: Io): Promise<ExitCode> => {
  const day = today === undefined ? io.now().toISOString().slice(0, 10) : dayOf(today)
  const subjects = await readSubjects(file, profile, io)
  for (const subject of subjects) warn(subject, io)
  const judged = subjects.map((subject) => judge(subject, day))
  io.stdout(reports[output](judged))
  return judged.some(isBad) ? exitCodes.found : exitCodes.fine
}

const reports = { table: tableReport, json: jsonReport, sarif: sarifReport }

const judge = (subject: Subject, today: string): Judged =>
  subject.legal
    ? { subject, judgement: judgeGraph(subject.graph, { exceptions: subject.exceptions, today }) }
    : { subject, judgement: undefined }

/** An exception for a rule that nobody knows excuses nothing: most likely its id is misspelt. */
const warn = (subject: Subject, io: Io): void => {
  if (!subject.legal) return
  const unknown = subject.exceptions.map(({ rule }) => rule).filter((id) => !rules.some((rule) => rule.id === id))
  for (const id of new Set(unknown)) {
    const { kind, metadata } = subject.object
    io.stderr(
      `warning: ${kind} ${metadata.name}: spec.compliance.exceptions names ${id}, and there is no such rule: take an id from docs/reference/conformance.md\n`,
    )
  }
}

const isBad = ({ judgement }: Judged): boolean => judgement === undefined || blockingFindings(judgement).length > 0

const dayOf = (text: string): string => {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined
  if (parsed?.getTime() && parsed.toISOString().startsWith(text)) return text
  throw new UsageError(`--today ${text} is no day: write it as 2026-11-24`)
}
