import type { Profile } from '@taskplatform/crds/defaults'
import type { Graph } from '../graph.ts'
import type { Problem, Rule, Severity } from './rule.ts'
import { rules } from './rules.ts'
import { viewOf } from './view.ts'

/** Somebody's word that a rule may be broken, with an end. The last day counts. */
export type Exception = Readonly<{ rule: string; owner: string; reason: string; expires: string }>

/** What the judgement depends on besides the graph. */
export type JudgeOptions = Readonly<{
  /** Profile whose demands hold; that of the platform, if not given. */
  profile?: Profile
  exceptions?: readonly Exception[]
  /** Day on which exceptions and support dates are looked at, `2026-11-24`. */
  today: string
}>

/** One place that breaks a rule, and what to do about it. */
export type Finding = Readonly<{
  rule: string
  title: string
  severity: Severity
  layer: string
  /** Object to look at: the managed resource, or the composite where something is missing. */
  kind: string
  name: string
  /** Composition key of the managed resource. */
  key?: string
  message: string
  cure: string
  /** The exception for this rule; an expired one excuses nothing. */
  exception?: Exception & Readonly<{ expired: boolean }>
}>

/** What came of a judgement. Each rule counts once, however many places break it. */
export type Judgement = Readonly<{
  passed: number
  failed: number
  excepted: number
  /** Everything that breaks a rule, excused or not, in the order of the rules. */
  findings: readonly Finding[]
}>

/** Judges all that a platform becomes by every rule. Pure: the same graph on the same day is judged the same. */
export const judgeGraph = (graph: Graph, { profile, exceptions = [], today }: JudgeOptions): Judgement => {
  const platform = { ...graph.platform, profile: profile ?? graph.platform.profile }
  const view = viewOf({ ...graph, platform }, today)
  const judged = rules.map((rule) => {
    const exception = exceptionFor(rule, exceptions, today)
    return rule.check(view).map((problem) => findingOf(rule, problem, exception))
  })
  const broken = judged.filter((findings) => findings.length > 0)
  const excepted = broken.filter((findings) => findings.every(isExcused)).length
  return {
    passed: rules.length - broken.length,
    failed: broken.length - excepted,
    excepted,
    findings: judged.flat(),
  }
}

/** Whether an exception that has not expired covers the finding. */
export const isExcused = ({ exception }: Finding): boolean => exception?.expired === false

/** Findings that stop a platform: errors that nobody excuses. */
export const blockingFindings = ({ findings }: Judgement): readonly Finding[] =>
  findings.filter((finding) => finding.severity === 'error' && !isExcused(finding))

// of several exceptions for one rule the one that ends last counts
const exceptionFor = (rule: Rule, exceptions: readonly Exception[], today: string): Finding['exception'] => {
  const [exception] = exceptions
    .filter((one) => one.rule === rule.id)
    .toSorted((one, other) => other.expires.localeCompare(one.expires))
  return exception && { ...exception, expired: exception.expires < today }
}

const findingOf = (rule: Rule, problem: Problem, exception: Finding['exception']): Finding => {
  const { id, title, cure } = rule
  const { at, message, severity = rule.severity } = problem
  const place =
    'resource' in at
      ? { layer: at.layer.name, kind: at.resource.kind, name: at.resource.metadata.name, key: at.key }
      : { layer: at.name, kind: at.composite.kind, name: at.composite.metadata.name }
  return { rule: id, title, severity, ...place, message, cure, ...(exception ? { exception } : {}) }
}
