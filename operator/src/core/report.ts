import { reconcileAnnotation } from '@taskplatform/crds/labels'
import type { TaskPlatformStatus } from '@taskplatform/crds/taskplatform'
import { complianceStatement, complianceStatus } from './compliance.ts'
import { recordConditions, type Statement, timestamp } from './conditions.ts'
import { expectations } from './expectations.ts'
import type { Facts } from './facts.ts'
import type { LayerName } from './layer-names.ts'
import { layerStatements } from './layer-statements.ts'
import { layerStatus } from './layer-status.ts'
import type { PlanOutcome } from './outcome.ts'
import { pausedStatements } from './paused.ts'
import type { Platform, StoredPlatform } from './platform.ts'
import { platformOutputs } from './platform-outputs.ts'
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
  if (platform.phase === 'Deleting') return { ...status, layers: layerStatus(facts, conditions, new Map()) }
  if (platform.phase !== 'Live') return status
  const expected = expectations(facts, conditions)
  return {
    ...status,
    resolved: platform.spec.resolved,
    ...expectedOf(expected),
    layers: layerStatus(facts, conditions, expected),
    ...judgedStatus(facts),
    ...platformOutputs(platform, facts.observed),
  }
}

// the platform is ready when its last layer is
const expectedOf = (expected: ReadonlyMap<LayerName, number>): Pick<TaskPlatformStatus, 'expectedReadyAt'> =>
  expected.size > 0 ? { expectedReadyAt: timestamp(new Date(Math.max(...expected.values()))) } : {}

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
    ...summarize(platform, layers, finalizerProblems(facts.outcome), stalled),
    ...layers,
    ...(facts.compliance ? [complianceStatement(facts.compliance)] : []),
    running,
    ...deletingStatement(platform, layers),
  ]
}

function finalizerProblems({ failed }: PlanOutcome): readonly Problem[] {
  if (failed?.step.do !== 'claim' && failed?.step.do !== 'release') return []
  const what = failed.step.do === 'claim' ? 'added' : 'removed'
  return [{ type: 'Finalizer', reason: 'Failed', message: `could not be ${what}: ${failed.error.message}` }]
}

const running: Statement = { type: 'Paused', status: 'False', reason: 'Running', message: '' }

function deletingStatement(platform: Platform, layers: readonly Statement[]): readonly Statement[] {
  if (platform.phase !== 'Deleting') return []
  if (platform.deletionProtection) {
    return [{ type: 'Deleting', status: 'False', reason: 'Blocked', message: 'deletion protection is on' }]
  }
  const left = layers.filter(({ reason }) => reason !== 'Deleted').map(({ message }) => message)
  return [{ type: 'Deleting', status: 'True', reason: 'RemovingLayers', message: left.join('; ') }]
}
