import type { ConditionType, ReasonOf } from '@taskplatform/crds/conditions'
import type { Condition, ConditionStatus } from '@taskplatform/crds/kubernetes'

/**
 * What a reconcile has to say in one condition, in the words of the catalogue; times and generations are added when it is
 * recorded.
 */
export type Statement = {
  [T in ConditionType]: Readonly<{ type: T; status: ConditionStatus; reason: ReasonOf<T>; message: string }>
}[ConditionType]

/**
 * Records statements over the conditions that stood before. Types without a statement keep what they said;
 * `lastTransitionTime` moves only when the status does, so saying the same again changes nothing.
 */
export function recordConditions(
  before: readonly Condition[],
  statements: readonly Statement[],
  generation: number,
  now: Date,
): readonly Condition[] {
  const recorded = statements.map((statement) => {
    const previous = before.find(({ type }) => type === statement.type)
    const unchanged = previous?.status === statement.status
    return {
      ...statement,
      observedGeneration: generation,
      lastTransitionTime: unchanged ? previous.lastTransitionTime : timestamp(now),
    }
  })
  const kept = before.filter(({ type }) => !statements.some((statement) => statement.type === type))
  return [...recorded, ...kept]
}

/** A time as metav1.Time writes it: UTC, whole seconds. */
export const timestamp = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`
