import { composedKinds } from '@taskplatform/compositions/composed-kinds'
import { group, layerGroup } from '@taskplatform/crds/labels'
import type { Policy } from './policy.ts'
import { breakGlassGroup, isOf } from './principals.ts'

/**
 * Whoever deletes a kind deletes all of its objects, in no order, and the API server asks no policy about those. It cannot be
 * asked whether any are left, so that the last step of taking the product away is a deliberate one.
 */
export const kinds: Policy = {
  name: 'kinds.taskplatform.dev',
  why: 'Refuses to delete the definitions of platforms, layers and their managed resources, and with them all objects of these kinds.',
  on: [
    {
      group: 'apiextensions.k8s.io',
      version: 'v1',
      resources: ['customresourcedefinitions'],
      operations: ['DELETE'],
    },
    {
      group: 'apiextensions.crossplane.io',
      version: 'v2',
      resources: ['compositeresourcedefinitions'],
      operations: ['DELETE'],
    },
  ],
  variables: { isOurs: `oldObject.spec.group in [${groups().join(', ')}]` },
  validations: [
    {
      passes: `!variables.isOurs || ${isOf('crossplane', 'garbageCollector')}`,
      message:
        "'deleting ' + oldObject.metadata.name + ' deletes every object of this kind, and what those stand for in AWS: delete the platforms first (kubectl get taskplatforms -A); " +
        `when none is left, say that you mean it: kubectl --as-group=${breakGlassGroup} --as-group=system:masters --as=admin delete ' + request.resource.resource + '.' + request.resource.group + ' ' + oldObject.metadata.name`,
    },
  ],
}

function groups(): readonly string[] {
  return [...new Set([group, layerGroup, ...composedKinds.map((kind) => kind.group)])].map((each) => `'${each}'`)
}
