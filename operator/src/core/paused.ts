import type { Condition } from '@taskplatform/crds/kubernetes'
import type { Statement } from './conditions.ts'
import type { PausedPlatform } from './platform.ts'

/**
 * What is said of a paused platform. Nothing was looked at, so the layers keep what they said and a Ready of True stands;
 * what was on its way is on its way no longer.
 */
export function pausedStatements(
  { why, deleting }: PausedPlatform,
  before: readonly Condition[],
): readonly Statement[] {
  const held = deleting ? ', and the deletion is held,' : ''
  const message = `the operator changes nothing${held} until ${until[why]}; Crossplane keeps what exists`
  const wasReady = before.some(({ type, status }) => type === 'Ready' && status === 'True')
  return [
    ...(wasReady && !deleting ? [] : [{ type: 'Ready', status: 'False', reason: readyReason[why], message } as const]),
    { type: 'Reconciling', status: 'False', reason: 'Stopped', message: '' },
    { type: 'Paused', status: 'True', reason: why, message },
  ]
}

const until = {
  Annotation: 'the annotation taskplatform.dev/paused is taken off',
  Suspended: 'spec.suspend is false',
} as const

const readyReason = { Annotation: 'Paused', Suspended: 'Suspended' } as const
