import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { layerKinds } from '@taskplatform/crds/generate/kinds'
import { parseAllDocuments } from 'yaml'
import type { Manifest } from './resources.ts'

/** All objects of one YAML file, which may hold several documents. */
export const readManifests = async (path: string): Promise<Manifest[]> => parseManifests(await readFile(path, 'utf8'))

/** All objects of a text in YAML. */
export const parseManifests = (text: string): Manifest[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((object): object is Manifest => object !== null)

/** All objects of the YAML files of a folder. */
export const readManifestFolder = async (folder: string): Promise<Manifest[]> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort()
  return (await Promise.all(files.map((file) => readManifests(join(folder, file))))).flat()
}

/** One file (`definition.yaml` or `composition.yaml`) of every layer. */
export const readLayers = async (root: string, file: string): Promise<Manifest[]> =>
  (await Promise.all(layers.map((layer) => readManifests(join(root, 'compositions', layer, file))))).flat()

const layers = layerKinds.map(({ folder }) => folder)
