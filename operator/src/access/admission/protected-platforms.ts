import { group, version } from '@taskplatform/crds/labels'
import type { Policy } from './policy.ts'

/** A platform that is protected is not deleted by anybody: the field has to be changed first, and that is a decision. */
export const protectedPlatforms: Policy = {
  name: 'protected-platforms.taskplatform.dev',
  why: 'Refuses to delete a TaskPlatform whose deletion protection is on, as it is in Production without a word on it.',
  on: [{ group, version, resources: ['taskplatforms'], operations: ['DELETE'] }],
  variables: {
    isProtected:
      "has(oldObject.spec.deletionProtection) ? oldObject.spec.deletionProtection : oldObject.spec.profile == 'Production'",
    // a deletion that was accepted before is not undone by refusing it again
    isLeaving: 'has(oldObject.metadata.deletionTimestamp)',
    place: "oldObject.metadata.namespace + '/' + oldObject.metadata.name",
  },
  validations: [
    {
      passes: '!variables.isProtected || variables.isLeaving',
      message:
        "'TaskPlatform ' + variables.place + ' is protected against deletion: set spec.deletionProtection to false first " +
        "(kubectl -n ' + oldObject.metadata.namespace + ' patch taskplatform ' + oldObject.metadata.name + " +
        '\' --type merge -p \\\'{"spec":{"deletionProtection":false}}\\\'), then delete it again\'',
    },
  ],
}
