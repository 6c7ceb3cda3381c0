import type { ComposedKind } from '../src/composed-kinds.ts'
import { header } from './print-kind.ts'
import type { ManagedCrd } from './schema.ts'

/** A kind with its CRD and the file of its types, relative to the generated folder. */
export type Generated = Readonly<{ kind: ComposedKind; crd: ManagedCrd; file: string }>

/** The file that lists all kinds: their types by name (service/Kind, because several services have a Cluster), and what a composer must know of each. */
export const printIndex = (all: readonly Generated[]): string =>
  [
    header,
    ...all.map(({ kind, file }) => `import type { ${kind.kind} as ${alias(kind)} } from './${file}'`),
    '\n/** Type of each managed resource that we compose. */',
    'export type ManagedResources = {',
    ...all.map(({ kind }) => `  '${nameOf(kind)}': ${alias(kind)}`),
    '}\n',
    '/** What each kind is called, whether it is asked for a region and takes tags, and whether it reports an ARN. */',
    'export const kindFacts = {',
    ...all.map(({ kind, crd }) => `  '${nameOf(kind)}': ${facts(kind, crd)},`),
    '} as const\n',
  ].join('\n')

const serviceOf = ({ group }: ComposedKind): string => group.split('.')[0] ?? group

const nameOf = (kind: ComposedKind): string => `${serviceOf(kind)}/${kind.kind}`

const alias = (kind: ComposedKind): string => `${serviceOf(kind)}${kind.kind}`

const facts = ({ group, version, kind }: ComposedKind, { parameters, observation }: ManagedCrd): string => {
  const has = (name: string) => parameters.properties?.[name] !== undefined
  const arn = observation.properties?.['arn'] !== undefined
  return `{ apiVersion: '${group}/${version}', kind: '${kind}', region: ${has('region')}, tags: ${has('tags')}, arn: ${arn} }`
}
