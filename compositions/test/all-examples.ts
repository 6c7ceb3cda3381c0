import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { layerKinds } from '@taskplatform/crds/generate/kinds'
import type { KubernetesObject } from '@taskplatform/crds/kubernetes'
import { renderPlatform } from '@taskplatform/operator/core/graph'
import { layers } from '@taskplatform/operator/core/layers'
import { type LivePlatform, parsePlatform, type StoredPlatform } from '@taskplatform/operator/core/platform'
import { parse } from 'yaml'
import type { Graph } from '../src/graph.ts'

const root = join(import.meta.dirname, '../..')

/** A composite of any layer. */
export type Composite = KubernetesObject & Readonly<{ spec?: object }>

/** An operator that could be reached from anywhere. */
const installation = {
  providerPrincipalArn: 'arn:aws:iam::111122223333:role/crossplane-provider-aws',
  managementEgressCidrs: ['198.51.100.7/32'],
  privateAccess: true,
  workloadApiGraceSeconds: 600,
  providerConfigs: [],
  attachedNetworks: [],
}

/** All that a TaskPlatform becomes; of the example files in crds/examples, or with another spec. */
export const graphOf = (spec: object, { namespace = 'team-tasks', name = 'tasks' } = {}): Graph => {
  const stored = {
    apiVersion: 'taskplatform.dev/v1alpha1',
    kind: 'TaskPlatform',
    metadata: { namespace, name, uid: '0b3cf1f2-4d25-4b0a-9d6b-6f1d8a1f4a11' },
    spec,
  }
  return renderPlatform(layers, live(stored))
}

/** Spec of the example TaskPlatform in that file of crds/examples. */
export const exampleSpec = (file: string): object =>
  (parse(readFileSync(join(root, 'crds/examples', file), 'utf8')) as { spec: object }).spec

/** Every composite that we show: the examples of the layers, and the layers of the example platforms. */
export const allExamples = (): readonly Readonly<{ why: string; composite: Composite }>[] => [
  ...layerKinds.flatMap(({ folder }) =>
    readdirSync(join(root, 'compositions', folder, 'examples')).map((file) => ({
      why: `compositions/${folder}/examples/${file}`,
      composite: parse(readFileSync(join(root, 'compositions', folder, 'examples', file), 'utf8')) as Composite,
    })),
  ),
  ...['production.yaml', 'development.yaml', 'full.yaml'].flatMap((file) =>
    graphOf(exampleSpec(file)).layers.map(({ name, composite }) => ({
      why: `${name} of crds/examples/${file}`,
      composite,
    })),
  ),
]

const live = (stored: StoredPlatform): LivePlatform => {
  const platform = parsePlatform(stored, installation)
  if (platform.phase !== 'Live') throw new Error(`the example is no legal platform: ${JSON.stringify(platform)}`)
  return platform
}
