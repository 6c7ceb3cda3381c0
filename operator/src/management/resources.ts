import { group, version } from '@taskplatform/crds/labels'
import type { Resource } from '../kube/resource.ts'

/** Where TaskPlatforms live in the API. */
export const taskPlatforms: Resource = {
  group,
  version,
  kind: 'TaskPlatform',
  plural: 'taskplatforms',
  namespaced: true,
}
