import type { Profile } from '@taskplatform/crds/defaults'
import { nameOf, readDocuments } from './documents.ts'
import { UsageError } from './errors.ts'
import type { Io } from './io.ts'
import { type Subject, subjectOf } from './subjects.ts'

/**
 * Reads the files and renders each document of ours; tells on standard error which were passed over. Throws a `UsageError` when
 * nothing is left, or when the same object is given twice.
 */
export const readSubjects = async (files: readonly string[], profile: Profile, io: Io): Promise<readonly Subject[]> => {
  const documents = await readDocuments(files, io)
  const subjects = documents.flatMap((document) => {
    const subject = subjectOf(document, profile)
    if (subject) return [subject]
    const { file, index, object } = document
    const { kind = 'no kind', metadata } = (object ?? {}) as { kind?: string; metadata?: { name?: string } }
    io.stderr(
      `${nameOf(file)}: document ${index} (${[kind, metadata?.name].filter(Boolean).join(' ')}) is passed over\n`,
    )
    return []
  })
  if (subjects.length === 0) {
    throw new UsageError(
      `No TaskPlatform and no layer of one in ${files.map(nameOf).join(', ')}: give a file with a document of kind TaskPlatform (apiVersion taskplatform.dev/v1alpha1)`,
    )
  }
  refuseTwins(subjects)
  return subjects
}

const refuseTwins = (subjects: readonly Subject[]): void => {
  const seen = new Map<string, Subject>()
  for (const subject of subjects) {
    const first = seen.get(titleOf(subject))
    if (first) {
      throw new UsageError(
        `${titleOf(subject)} is given twice, in ${placeOf(first)} and in ${placeOf(subject)}: only one of them could exist`,
      )
    }
    seen.set(titleOf(subject), subject)
  }
}

/** What a subject is called: `TaskPlatform team-tasks/tasks`. */
export const titleOf = ({ object }: Subject): string =>
  `${object.kind} ${object.metadata.namespace}/${object.metadata.name ?? '?'}`

/** Where a subject stands: file, line and number of the document. */
export const placeOf = ({ document }: Subject): string =>
  `${nameOf(document.file)}:${document.line} (document ${document.index})`

/** What is wrong with an illegal document, a line for each field, with the line of the file. */
export const complaintsOf = (subject: Subject): readonly string[] =>
  subject.legal
    ? []
    : subject.issues.map(
        ({ path, message }) =>
          `${nameOf(subject.document.file)}:${subject.document.lineOf(path)}: document ${subject.document.index}, ${titleOf(subject)}: ${path} ${message}`,
      )
