import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Finding, isExcused } from '@taskplatform/compositions/conformance/judge'
import type { Rule } from '@taskplatform/compositions/conformance/rule'
import { rules } from '@taskplatform/compositions/conformance/rules'
import type { Location, Log, ReportingDescriptor, Result } from 'sarif'
import manifest from '../../package.json' with { type: 'json' }
import type { Document } from '../documents.ts'
import { titleOf } from '../input.ts'
import type { Judged } from './judged.ts'

/** A report in SARIF 2.1.0, which code-scanning services show beside the lines of a pull request. */
export const sarifReport = (judged: readonly Judged[]): string => `${JSON.stringify(logOf(judged), undefined, 2)}\n`

const logOf = (judged: readonly Judged[]): Log => ({
  $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: { name: 'taskplatform', version: manifest.version, rules: [legality, ...rules.map(descriptor)] },
      },
      columnKind: 'utf16CodeUnits',
      results: judged.flatMap(resultsOf),
    },
  ],
})

/** Not a conformance rule, but what every document has to be before it can be judged. */
const legality: ReportingDescriptor = {
  id: 'LEGAL',
  shortDescription: { text: 'The API server would admit the document' },
  defaultConfiguration: { level: 'error' },
}

const descriptor = ({ id, title, why, instead, cure, severity, refs }: Rule): ReportingDescriptor => ({
  id,
  shortDescription: { text: title },
  fullDescription: { text: instead ? `${why} ${instead}` : why },
  help: { text: cure },
  defaultConfiguration: { level: severity },
  properties: { tags: [...refs] },
})

const resultsOf = ({ subject, judgement }: Judged): Result[] => {
  if (judgement) return judgement.findings.map((finding) => findingResult(subject.document, titleOf(subject), finding))
  if (subject.legal) return []
  return subject.issues.map(({ path, message }) => ({
    ruleId: legality.id,
    ruleIndex: 0,
    level: 'error',
    message: { text: `${titleOf(subject)}: ${path} ${message}` },
    locations: [locationOf(subject.document, subject.document.lineOf(path), `${titleOf(subject)}/${path}`)],
  }))
}

const findingResult = (document: Document, title: string, finding: Finding): Result => {
  const { rule, severity, kind, name, layer, message, cure, exception } = finding
  const object = `${title}/${layer}/${kind}/${name}`
  return {
    ruleId: rule,
    ruleIndex: 1 + rules.findIndex(({ id }) => id === rule),
    level: severity,
    message: { text: `${kind} ${name} of ${title}: ${message}. ${cure}` },
    locations: [locationOf(document, document.lineOf(fieldIn(cure)), object)],
    partialFingerprints: { 'ruleAndObject/v1': `${rule}/${object}` },
    ...(isExcused(finding) && exception
      ? { suppressions: [{ kind: 'external', justification: `${exception.owner}: ${exception.reason}` }] }
      : {}),
  }
}

/** The field that the cure speaks of is the line to look at. */
const fieldIn = (cure: string): string => /\bspec(\.[a-zA-Z]+)+/.exec(cure)?.[0] ?? ''

const locationOf = ({ file }: Document, startLine: number, fullyQualifiedName: string): Location => ({
  physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine } },
  logicalLocations: [{ fullyQualifiedName }],
})

const uriOf = (file: string): string => {
  if (file === '-') return 'stdin'
  return isAbsolute(file) ? pathToFileURL(file).href : encodeURI(file.replaceAll('\\', '/').replace(/^\.\//, ''))
}
