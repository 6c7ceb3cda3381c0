import { fieldManager, layerGroup, platformLabel, version } from '@taskplatform/crds/labels'
import { layers } from '../../core/layers.ts'
import type { Policy } from './policy.ts'
import { isOf } from './principals.ts'

/** The layers of a platform go in the order of its deletion plan, or AWS refuses halfway and keeps what is left. */
export const layerComposites: Policy = {
  name: 'layer-composites.taskplatform.dev',
  why: 'Lets only the operator, Crossplane and the garbage collector delete the layers of a platform.',
  on: [
    {
      group: layerGroup,
      version,
      resources: layers.map(({ resource }) => resource.plural),
      operations: ['DELETE'],
    },
  ],
  variables: {
    label: `has(oldObject.metadata.labels) && '${platformLabel}' in oldObject.metadata.labels ? oldObject.metadata.labels['${platformLabel}'] : ''`,
    // a label that somebody took off does not make it theirs: the API server remembers who wrote the spec
    isOurs: `variables.label != '' || (has(oldObject.metadata.managedFields) && oldObject.metadata.managedFields.exists(entry, has(entry.manager) && entry.manager == '${fieldManager}'))`,
    place: "request.kind.kind + ' ' + oldObject.metadata.namespace + '/' + oldObject.metadata.name",
    cure: "variables.label == '' ? 'delete that instead' : 'delete that instead (kubectl -n ' + oldObject.metadata.namespace + ' delete taskplatform ' + variables.label + '), or change its spec'",
  },
  validations: [
    {
      passes: `!variables.isOurs || ${isOf('operator', 'crossplane', 'garbageCollector')}`,
      message:
        "variables.place + ' is a layer of a TaskPlatform, which removes its layers in the order that AWS needs: ' + variables.cure",
    },
  ],
}
