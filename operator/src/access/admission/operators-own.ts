import { finalizer, group, version } from '@taskplatform/crds/labels'
import type { Policy } from './policy.ts'
import { isOf } from './principals.ts'

/** The status records what must survive a restart, and what others rely on: a wish belongs into the spec. */
export const platformStatus: Policy = {
  name: 'platform-status.taskplatform.dev',
  why: 'Lets only the operator write the status of a TaskPlatform.',
  on: [{ group, version, resources: ['taskplatforms/status'], operations: ['UPDATE'] }],
  validations: [
    {
      passes: isOf('operator'),
      message:
        "'the status of a TaskPlatform is what the operator observed: change its spec, or ask for a new look with the annotation taskplatform.dev/reconcile-requested-at'",
    },
  ],
}

/** Without our finalizer the TaskPlatform disappears, and all that it made in AWS stays and is paid for. */
export const platformFinalizer: Policy = {
  name: 'platform-finalizer.taskplatform.dev',
  why: 'Lets only the operator take its finalizer off a TaskPlatform.',
  on: [{ group, version, resources: ['taskplatforms'], operations: ['UPDATE'] }],
  variables: { had: hasFinalizer('oldObject'), has: hasFinalizer('object') },
  validations: [
    {
      passes: `!variables.had || variables.has || ${isOf('operator')}`,
      message:
        "'the finalizer " +
        finalizer +
        " stays until everything in AWS is gone: read the condition Deleting for what holds the deletion up (kubectl -n ' + oldObject.metadata.namespace + ' describe taskplatform ' + oldObject.metadata.name + ')'",
    },
  ],
}

function hasFinalizer(object: 'object' | 'oldObject'): string {
  return `has(${object}.metadata.finalizers) && '${finalizer}' in ${object}.metadata.finalizers`
}
