import type { Graph } from '@taskplatform/compositions/graph'
import { stringify } from 'yaml'
import { layerNames } from '../src/core/layer-names.ts'
import { UsageError } from './errors.ts'
import { complaintsOf, readSubjects, titleOf } from './input.ts'
import { type ExitCode, exitCodes, type Io } from './io.ts'

/** Options of `taskplatform render`. */
export type RenderOptions = Readonly<{ file: readonly string[]; layer?: string; output: 'yaml' | 'json' }>

/** Prints every composite and managed resource that the documents become. An illegal document is told and prints nothing. */
export const renderCommand = async ({ file, layer, output }: RenderOptions, io: Io): Promise<ExitCode> => {
  const wanted = layer === undefined ? undefined : layerCalled(layer)
  const subjects = await readSubjects(file, 'Production', io)
  const objects = subjects.flatMap((subject) => {
    for (const complaint of complaintsOf(subject)) io.stderr(`${complaint}\n`)
    if (!subject.legal) return []
    const chosen = subject.graph.layers.filter(({ name }) => wanted === undefined || name === wanted)
    if (chosen.length === 0) io.stderr(`${titleOf(subject)} has no layer ${wanted}\n`)
    return objectsOf(chosen)
  })
  const illegal = subjects.some(({ legal }) => !legal)
  if (objects.length > 0 || !illegal) io.stdout(printed[output](objects))
  return illegal ? exitCodes.found : exitCodes.fine
}

const layerCalled = (given: string): string => {
  const found = layerNames.find((name) => name.toLowerCase() === given.toLowerCase().replace(/^platform/, ''))
  if (!found) throw new UsageError(`There is no layer ${given}: use one of ${layerNames.join(', ')}`)
  return found
}

/** Each composite, followed by its managed resources in the order of the composition. */
const objectsOf = (layers: Graph['layers']): object[] =>
  layers.flatMap(({ composite, composition }) => [
    compositeAsApplied(composite),
    ...Object.values(composition.resources).map(({ resource }) => resource),
  ])

/** The UID is the API server's, and the status is what we assumed. */
const compositeAsApplied = ({ apiVersion, kind, metadata, spec }: Graph['layers'][number]['composite']): object => {
  const { uid: _, ...kept } = metadata
  return { apiVersion, kind, metadata: kept, spec }
}

const header = `# Rendered offline, everything in AWS assumed made. Identifiers that begin with eight zeros, the account 000000000000
# and names with "placeholder" stand for what AWS will choose.
`

// quoted is what readers of YAML 1.1 would take for a date or a boolean
const yamlOptions = { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' } as const

const printed = {
  yaml: (objects: readonly object[]): string =>
    header + objects.map((one) => `---\n${stringify(one, yamlOptions)}`).join(''),
  json: (objects: readonly object[]): string =>
    `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, undefined, 2)}\n`,
}
