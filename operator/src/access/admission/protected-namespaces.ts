import { protectedLabel } from '@taskplatform/crds/labels'
import type { Policy } from './policy.ts'
import { isOf } from './principals.ts'

/**
 * In a namespace that is being deleted nothing new can be made, not even the kubeconfig with which the cluster is emptied; and
 * everything in it is deleted at once, in no order.
 */
export const protectedNamespaces: Policy = {
  name: 'protected-namespaces.taskplatform.dev',
  why: 'Refuses to delete a namespace that holds a platform; only the operator takes the label off that says so.',
  on: [{ group: '', version: 'v1', resources: ['namespaces'], operations: ['UPDATE', 'DELETE'] }],
  selector: { matchLabels: { [protectedLabel]: 'true' } },
  variables: {
    wasProtected: isProtected('oldObject'),
    name: 'oldObject.metadata.name',
  },
  validations: [
    {
      passes: "request.operation == 'UPDATE' || !variables.wasProtected || has(oldObject.metadata.deletionTimestamp)",
      message:
        "'namespace ' + variables.name + ' holds a TaskPlatform, and deleting it would tear that down in no order: delete the platforms first " +
        "(kubectl -n ' + variables.name + ' delete taskplatforms --all), wait until they are gone, then delete the namespace'",
    },
    {
      passes: `request.operation == 'DELETE' || !variables.wasProtected || ${isProtected('object')} || ${isOf('operator')}`,
      message: `'namespace ' + variables.name + ' holds a TaskPlatform: leave the label ${protectedLabel} as it is, the operator takes it off when the last platform is gone'`,
    },
  ],
}

function isProtected(object: 'object' | 'oldObject'): string {
  return `(has(${object}.metadata.labels) && '${protectedLabel}' in ${object}.metadata.labels && ${object}.metadata.labels['${protectedLabel}'] == 'true')`
}
