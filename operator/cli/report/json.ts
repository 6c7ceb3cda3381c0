import { titleOf } from '../input.ts'
import type { Judged } from './judged.ts'

/** A report for programs. Its fields keep their names. */
export const jsonReport = (judged: readonly Judged[]): string =>
  `${JSON.stringify({ documents: judged.map(entry) }, undefined, 2)}\n`

const entry = ({ subject, judgement }: Judged): object => {
  const { document, object } = subject
  const place = {
    file: document.file,
    document: document.index,
    line: document.line,
    kind: object.kind,
    namespace: object.metadata.namespace,
    name: object.metadata.name,
  }
  if (!judgement || !subject.legal) {
    const issues = subject.legal ? [] : subject.issues
    return { ...place, legal: false, issues: issues.map((issue) => ({ ...issue, line: document.lineOf(issue.path) })) }
  }
  return { ...place, title: titleOf(subject), legal: true, profile: subject.graph.platform.profile, ...judgement }
}
