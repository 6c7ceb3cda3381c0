import { composedKinds } from '@taskplatform/compositions/composed-kinds'
import { platformLabel } from '@taskplatform/crds/labels'
import type { Policy } from './policy.ts'
import { isOf } from './principals.ts'

/**
 * Deleting a managed resource deletes the thing in AWS. Its label says whose it is, so that whoever could take that off could
 * delete it a moment later.
 */
export const managedResources: Policy = {
  name: 'managed-resources.taskplatform.dev',
  why: 'Lets only the operator, Crossplane and the garbage collector delete the managed resources of a platform, or take the label off that marks them.',
  on: [...Map.groupBy(composedKinds, ({ group, version }) => `${group}/${version}`).values()].map((kinds) => ({
    group: kinds[0]?.group ?? '',
    version: kinds[0]?.version ?? '',
    resources: [...new Set(kinds.map(({ plural }) => plural))].sort(),
    operations: ['UPDATE', 'DELETE'],
  })),
  selector: { matchExpressions: [{ key: platformLabel, operator: 'Exists' }] },
  variables: {
    isAllowed: isOf('operator', 'crossplane', 'garbageCollector'),
    label: labelIn('oldObject'),
    keepsLabel: `request.operation == 'UPDATE' && (variables.label == '' || ${labelIn('object')} == variables.label)`,
    place: "request.kind.kind + ' ' + oldObject.metadata.namespace + '/' + oldObject.metadata.name",
  },
  validations: [
    {
      passes: "request.operation == 'UPDATE' || variables.isAllowed",
      message:
        "variables.place + ' stands for something in AWS that TaskPlatform ' + variables.label + ' needs, and deleting it would delete that: ' + " +
        "'change the spec of the TaskPlatform, or delete the TaskPlatform (kubectl -n ' + oldObject.metadata.namespace + ' delete taskplatform ' + variables.label + ')'",
    },
    {
      passes: "request.operation == 'DELETE' || variables.keepsLabel || variables.isAllowed",
      message: `variables.place + ' carries the label ${platformLabel}, which protects it from being deleted: leave the label as it is'`,
    },
  ],
}

function labelIn(object: 'object' | 'oldObject'): string {
  return `(has(${object}.metadata.labels) && '${platformLabel}' in ${object}.metadata.labels ? ${object}.metadata.labels['${platformLabel}'] : '')`
}
