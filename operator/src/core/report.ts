import { reconcileAnnotation } from '@taskplatform/crds/labels'
import type { TaskPlatformStatus } from '@taskplatform/crds/taskplatform'
import { complianceStatement, complianceStatus } from './compliance.ts'
import { recordConditions, type Statement, timestamp } from './conditions.ts'
import { deletingStatement } from './deletion/statement.ts'
import { expectations } from './expectations.ts'
import type { Facts } from './facts.ts'
import type { LayerName } from './layer-names.ts'
import { layerStatements } from './layer-statements.ts'
import { layerStatus } from './layer-status.ts'
import type { PlanOutcome } from './outcome.ts'
import { pausedStatements } from './paused.ts'
import type { StoredPlatform } from './platform.ts'
import { platformOutputs } from './platform-outputs.ts'
import { reachableStatement } from './reachable.ts'
import { stalledStatement } from './stalled.ts'
import { type Problem, summarize } from './summary.ts'
import { upgradesStatus } from './upgrade/status.ts'

/** The status that tells the story of one reconcile. The same facts give the same status, but for transition times. */
export function statusOf(facts: Facts): TaskPlatformStatus {
  const { stored, platform, now } = facts
  const { expectedReadyAt: _, upgrades, ...before } = stored.status ?? {}
  const conditions = recordConditions(before.conditions ?? [], statementsOn(facts), platform.generation, now)
  const status = {
    ...before,
    ...handledRequest(stored),
    ...(platform.phase === 'Paused' ? {} : { observedGeneration: platform.generation }),
    conditions: [...conditions],
    ...upgradesStatus(platform, upgrades ?? [], facts.upgrades),
  }
  if (platform.phase === 'Deleting')
    return { ...status, ...deletionPlanIn(facts), layers: layerStatus(facts, conditions, new Map()) }
  if (platform.phase !== 'Live') return status
  const expected = expectations(facts, conditions)
  return {
    ...status,
    resolved: platform.spec.resolved,
    ...namesStatus(facts),
    ...expectedOf(expected),
    layers: layerStatus(facts, conditions, expected),
    ...judgedStatus(facts),
    ...deletionPlanIn(facts),
    ...platformOutputs(platform, facts.observed),
  }
}

const namesStatus = ({ exportedTo, adopting }: Facts): Pick<TaskPlatformStatus, 'externalNamesIn' | 'adoptedFrom'> => ({
  ...(exportedTo ? { externalNamesIn: exportedTo } : {}),
  ...(adopting ? { adoptedFrom: adopting } : {}),
})

// the platform is ready when its last layer is
const expectedOf = (expected: ReadonlyMap<LayerName, number>): Pick<TaskPlatformStatus, 'expectedReadyAt'> =>
  expected.size > 0 ? { expectedReadyAt: timestamp(new Date(Math.max(...expected.values()))) } : {}

const deletionPlanIn = ({ deletion, askedPlan }: Facts): Pick<TaskPlatformStatus, 'deletionPlan'> => {
  const deletionPlan = deletion?.plan ?? askedPlan
  return deletionPlan ? { deletionPlan } : {}
}

// what was judged before stands until the next judgement
const judgedStatus = ({ compliance }: Facts): Pick<TaskPlatformStatus, 'compliance'> =>
  compliance && !('notJudged' in compliance) ? { compliance: complianceStatus(compliance) } : {}

// Whoever asked for a reconcile sees that it took place.
const handledRequest = ({ metadata }: StoredPlatform): Pick<TaskPlatformStatus, 'lastHandledReconcileAt'> => {
  const asked = metadata.annotations?.[reconcileAnnotation]
  return asked === undefined ? {} : { lastHandledReconcileAt: asked }
}

/** Everything that the reconcile has to say, Ready and its companions first. */
function statementsOn(facts: Facts): readonly Statement[] {
  const { platform, stored } = facts
  if (platform.phase === 'Paused') return pausedStatements(platform, stored.status?.conditions ?? [])

  const layers = layerStatements(facts)
  const stalled = stalledStatement(facts, layers)
  return [
    ...summarize(platform, layers, [...finalizerProblems(facts.outcome), ...deletionProblems(facts)], stalled),
    ...layers,
    ...(facts.compliance ? [complianceStatement(facts.compliance)] : []),
    running,
    ...reachableStatement(platform, facts.observed),
    ...deletingStatement(facts, layers),
  ]
}

function finalizerProblems({ failed }: PlanOutcome): readonly Problem[] {
  if (failed?.step.do !== 'claim' && failed?.step.do !== 'release') return []
  const what = failed.step.do === 'claim' ? 'added' : 'removed'
  return [{ type: 'Finalizer', reason: 'Failed', message: `could not be ${what}: ${failed.error.message}` }]
}

// before the first layer goes, nothing that is said of layers tells what is waited for
function deletionProblems({ deletion }: Facts): readonly Problem[] {
  if (deletion?.stage !== 'Draining' || !('message' in deletion.drain)) return []
  return [{ type: 'Deletion', reason: 'Deleting', message: deletion.drain.message }]
}

const running: Statement = { type: 'Paused', status: 'False', reason: 'Running', message: '' }
