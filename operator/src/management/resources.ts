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

/** Where namespaces live in the API. */
export const namespaces: Resource = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
}
