import type { ReasonOf } from '@taskplatform/crds/conditions'
import type { Statement } from './conditions.ts'
import type { Platform } from './platform.ts'

/** What a summary tells of: a layer's statement, or something else that went wrong, in the same words. */
export type Problem = Readonly<{ type: string; reason: string; message: string }>

/** How many problems a summary spells out. */
const spelledOut = 3

/** The order in which problems are told: what needs a person first, then what is under way, then what waits for that. */
const urgency = ['Failed', 'Retiring', 'Deleting', 'Creating', 'Waiting']

/**
 * The one place where Ready is decided: it is true when every layer's condition is, and otherwise says what is not.
 * `stalled` is what only a person can heal; it excludes Reconciling, as kstatus expects.
 */
export function summarize(
  platform: Platform,
  layerStatements: readonly Statement[],
  otherProblems: readonly Problem[],
  stalled: Statement | undefined,
): readonly Statement[] {
  const problems = [...otherProblems, ...layerStatements.filter(isProblem)].toSorted(byUrgency)
  return [
    readyOf(platform, layerStatements, problems, stalled),
    reconcilingOf(platform, problems, stalled),
    stalled ?? { type: 'Stalled', status: 'False', reason: 'NotStalled', message: '' },
  ]
}

function readyOf(
  platform: Platform,
  layers: readonly Statement[],
  problems: readonly Problem[],
  stalled: Statement | undefined,
): Statement {
  const ready = (status: 'True' | 'False', reason: ReasonOf<'Ready'>, message: string): Statement => ({
    type: 'Ready',
    status,
    reason,
    message,
  })
  if (platform.phase === 'Deleting') return ready('False', 'Deleting', stalled?.message ?? messageOf(problems))
  if (platform.phase === 'Invalid')
    return ready('False', platform.reason ? 'Failed' : 'Invalid', stalled?.message ?? '')
  if (stalled?.reason === 'NonCompliant' || stalled?.reason === 'NotJudged')
    return ready('False', stalled.reason, stalled.message)
  if (stalled) return ready('False', 'Failed', stalled.message)
  if (problems.length === 0) return ready('True', 'Available', `available: ${availableIn(layers)}`)
  return ready('False', hasFailed(problems) ? 'Failed' : 'Progressing', messageOf(problems))
}

const availableIn = (layers: readonly Statement[]): string =>
  layers
    .filter(({ reason }) => reason === 'Available')
    .map(({ type }) => subjectOf(type))
    .join(', ')

function reconcilingOf(platform: Platform, problems: readonly Problem[], stalled: Statement | undefined): Statement {
  const reconciling = (status: 'True' | 'False', reason: ReasonOf<'Reconciling'>, message = ''): Statement => ({
    type: 'Reconciling',
    status,
    reason,
    message,
  })
  if (stalled) return reconciling('False', 'Stopped')
  if (platform.phase === 'Deleting') return reconciling('True', 'Deleting', messageOf(problems))
  if (problems.length === 0) return reconciling('False', 'Settled')
  return reconciling('True', hasFailed(problems) ? 'Retrying' : 'Progressing', messageOf(problems))
}

/** What several have in common is told once: `Cluster, Database, Cache: waiting for the id of the VPC`. */
function messageOf(problems: readonly Problem[]): string {
  const messages = [...new Set(problems.map(({ message }) => message))]
  const told = messages.slice(0, spelledOut).map((message) => {
    const subjects = problems.filter((one) => one.message === message).map(({ type }) => subjectOf(type))
    return `${subjects.join(', ')}: ${message}`
  })
  return [...told, ...(messages.length > spelledOut ? ['and others'] : [])].join('; ')
}

const subjectOf = (type: string): string => type.replace(/Ready$/, '')

const hasFailed = (problems: readonly Problem[]): boolean => problems.some(({ reason }) => reason === 'Failed')

const isProblem = ({ status, reason }: Statement): boolean => status !== 'True' && reason !== 'Deleted'

const byUrgency = (a: Problem, b: Problem): number => urgency.indexOf(a.reason) - urgency.indexOf(b.reason)
