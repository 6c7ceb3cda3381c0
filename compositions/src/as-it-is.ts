import type { Desired } from './managed.ts'
import { externalName, externalNameAnnotation, type KindName, type Observed } from './observed.ts'

/**
 * The resource under the key just as it is, or nothing if it does not exist: for what is still needed although nothing in the spec
 * describes it any more.
 */
export const asItIs = (observed: Observed, kind: KindName, key: string): Desired[] => {
  const resource = observed[key]
  if (!resource) return []
  const { apiVersion, metadata, spec } = resource
  const named = externalName(resource)
  const kept = {
    apiVersion,
    kind: resource.kind,
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      labels: metadata.labels,
      ...(named ? { annotations: { [externalNameAnnotation]: named } } : {}),
    },
    spec,
  }
  // generic over the kind, so the compiler cannot see that the key holds this kind
  return [{ key, kind, resource: kept as unknown as Desired['resource'] }]
}
