import { benchPlatforms, childKinds } from './kinds.ts'

const text = { type: 'string' }
const integer = { type: 'integer' }
const list = (items: object) => ({ type: 'array', items })
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required })

const crd = ({ group, version, kind, plural }: typeof benchPlatforms, properties: object, subresources: object) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { kind, plural, listKind: `${kind}List`, singular: kind.toLowerCase() },
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        subresources,
        schema: { openAPIV3Schema: object(properties, ['spec']) },
      },
    ],
  },
})

const condition = object({
  type: text,
  status: text,
  reason: text,
  message: text,
  observedGeneration: integer,
  lastTransitionTime: { type: 'string', format: 'date-time' },
})

/** The custom resource definitions of the benchmark. */
export const benchCrds = [
  crd(
    benchPlatforms,
    {
      spec: object({ replicas: integer, text }, ['replicas', 'text']),
      status: object({ observedGeneration: integer, conditions: list(condition) }),
    },
    { status: {} },
  ),
  crd(
    childKinds.monitor,
    {
      spec: object(
        {
          selector: object({ matchLabels: { type: 'object', additionalProperties: text } }),
          endpoints: list(object({ port: text, interval: text })),
        },
        ['selector', 'endpoints'],
      ),
    },
    {},
  ),
]
