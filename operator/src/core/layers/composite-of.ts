import { layerLabel, platformLabel } from '@taskplatform/crds/labels'
import type { z } from 'zod'
import type { Composite } from '../composite.ts'
import type { LayerName } from '../layer-names.ts'
import type { Kind } from '../layers.ts'
import { compositeName } from '../names.ts'
import type { LivePlatform } from '../platform.ts'
import { uidTag } from '../recorded.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * The composite of a layer, with its name, its labels, the part of the spec that all layers share, and the defaults of its
 * schema: the API server would fill them in, and what it stores is compared with what we want.
 * It carries no owner reference: `kubectl delete --cascade=foreground` and Argo CD would let the garbage collector
 * take the layers down in any order, past the plan (docs/decisions/0003).
 */
export const compositeOf = (
  platform: LivePlatform,
  { name, resource, schema }: Readonly<{ name: LayerName; resource: Kind; schema: z.ZodType }>,
  spec: Fields,
): Composite => ({
  apiVersion: `${resource.group}/${resource.version}`,
  kind: resource.kind,
  metadata: {
    name: compositeName(platform.name, name),
    namespace: platform.namespace,
    labels: { [platformLabel]: platform.name, [layerLabel]: name.toLowerCase() },
  },
  spec: withDefaults(schema, {
    region: platform.spec.region,
    providerConfigRef: platform.spec.providerConfigRef,
    tags: tagsOf(platform),
    ...spec,
  }),
})

// Who pays, who answers, and which of several platforms of one name it was; the compositions add project and layer.
const tagsOf = ({ namespace, spec }: LivePlatform): Readonly<Record<string, string>> => ({
  environment: spec.profile.toLowerCase(),
  owner: namespace,
  ...spec.tags,
  [uidTag]: spec.uidInAws,
})

// A spec that its schema refuses is handed on as it is: the API server names the field, and the condition repeats it.
function withDefaults(schema: z.ZodType, spec: Fields): Fields {
  const given = withoutUndefined(spec) as Fields
  const parsed = schema.safeParse(given)
  return parsed.success ? (parsed.data as Fields) : given
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, withoutUndefined(inner)]])),
  )
}
