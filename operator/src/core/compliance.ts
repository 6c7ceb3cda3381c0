import { blockingFindings, type Finding, isExcused, type Judgement } from '@taskplatform/compositions/conformance/judge'
import type { ReasonOf } from '@taskplatform/crds/conditions'
import type { TaskPlatformStatus } from '@taskplatform/crds/taskplatform'
import type { Statement } from './conditions.ts'
import type { Observed } from './observed.ts'
import type { LivePlatform } from './platform.ts'

/** How everything that a platform becomes was judged by the conformance rules. */
export type Compliance = Judgement

/** Judging failed: a fault of ours. */
export type NotJudged = Readonly<{ notJudged: Error }>

/** Judges a platform on a day (`2026-11-24`). Pure: the same spec on the same day is judged the same. */
export type Judge = (platform: LivePlatform, today: string) => Compliance

/**
 * Why nothing may be made: what would come out breaks rules, or nobody can tell, and nothing is there yet. A platform that
 * stands is not held, since taking it down or leaving it unattended would help nobody; it is told.
 */
export function holdOf(compliance: Compliance | NotJudged | undefined, { composites }: Observed): Hold | undefined {
  if (!compliance || composites.size > 0) return undefined
  if ('notJudged' in compliance)
    return { reason: 'NotJudged', message: `nothing is made, because it ${notJudgedText(compliance)}` }
  const blocking = blockingFindings(compliance)
  if (blocking.length === 0) return undefined
  const cure =
    'change the spec, or state exceptions in spec.compliance.exceptions (status.compliance names the resources)'
  return { reason: 'NonCompliant', message: `nothing is made, because it would break ${rulesIn(blocking)}: ${cure}` }
}

/** Why nothing is made, and the reason of Stalled that says it. */
export type Hold = Readonly<{ reason: 'NonCompliant' | 'NotJudged'; message: string }>

const notJudgedText = ({ notJudged }: NotJudged): string =>
  `could not be judged by the conformance rules (${notJudged.message}): report this as a bug; it is tried again by itself`

/** What `Compliant` says. A warning is told and does not make a platform non-compliant. */
export function complianceStatement(compliance: Compliance | NotJudged): Statement {
  if ('notJudged' in compliance)
    return { type: 'Compliant', status: 'Unknown', reason: 'NotJudged', message: notJudgedText(compliance) }
  const blocking = blockingFindings(compliance)
  const { passed, failed, excepted, findings } = compliance
  const counts = `${passed} rules are kept, ${failed} are broken, ${excepted} are broken with an exception`
  const compliant = (status: 'True' | 'False', reason: ReasonOf<'Compliant'>, told: readonly Finding[]): Statement => ({
    type: 'Compliant',
    status,
    reason,
    message: told.length > 0 ? `${counts}: ${rulesIn(told)}` : counts,
  })
  if (blocking.some(({ exception }) => exception?.expired)) return compliant('False', 'ExceptionExpired', blocking)
  if (blocking.length > 0) return compliant('False', 'Findings', blocking)
  return compliant('True', findings.some(isExcused) ? 'OnlyExceptions' : 'NoFindings', findings)
}

/** `status.compliance`: counts, and as many findings as fit, what stops a platform first. */
export function complianceStatus(compliance: Compliance): NonNullable<TaskPlatformStatus['compliance']> {
  const { passed, failed, excepted, findings } = compliance
  const sorted = findings.toSorted((one, other) => weight(other) - weight(one))
  return { passed, failed, excepted, findings: sorted.slice(0, mostFindings).map(entryOf) }
}

// bounds of the status schema
const mostFindings = 50
const longestMessage = 1024

const entryOf = (finding: Finding) => ({
  rule: finding.rule,
  severity: finding.severity,
  layer: finding.layer,
  kind: finding.kind,
  name: finding.name,
  message: `${finding.message}: ${finding.cure}`.slice(0, longestMessage),
  ...(isExcused(finding) ? { excepted: true } : {}),
})

const weight = (finding: Finding): number => (isExcused(finding) ? 0 : finding.severity === 'error' ? 2 : 1)

/** Each rule once, with the first resource that breaks it. */
function rulesIn(findings: readonly Finding[]): string {
  const first = new Map(findings.toReversed().map((finding) => [finding.rule, finding]))
  const told = [...first.values()].reverse().slice(0, mostRules)
  const names = told.map(
    ({ rule, kind, name, exception }) => `${rule} (${kind} ${name}${exception?.expired ? ', exception expired' : ''})`,
  )
  return first.size > mostRules ? `${names.join(', ')} and others` : names.join(', ')
}

const mostRules = 10
