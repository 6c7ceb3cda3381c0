import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ComposedKind, composedKinds } from '../src/composed-kinds.ts'
import { GenerateError } from './errors.ts'
import { managedCrd } from './managed-crd.ts'
import { type Generated, printIndex } from './print-index.ts'
import { printKind } from './print-kind.ts'

/** Every generated file by its path below src/generated, made from the CRDs in the folder. Throws a `GenerateError`. */
export const outputsFrom = async (crdFolder: string): Promise<ReadonlyMap<string, string>> => {
  const all = await Promise.all(composedKinds.map((kind) => generated(kind, crdFolder)))
  return new Map([
    ...all.map(({ kind, crd, file }) => [file, printKind(kind, crd)] as const),
    ['kinds.ts', printIndex(all)] as const,
  ])
}

/** VPCEndpoint -> vpc-endpoint */
export const kebab = (kind: string): string =>
  kind.replaceAll(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4').toLowerCase()

const generated = async (kind: ComposedKind, crdFolder: string): Promise<Generated> => {
  const path = join(crdFolder, `${kind.group}_${kind.plural}.yaml`)
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new GenerateError(`The provider has no ${kind.plural}.${kind.group}`, 'Correct src/composed-kinds.ts', cause)
  })
  return { kind, crd: managedCrd(text, kind), file: `${kind.group.split('.')[0]}/${kebab(kind.kind)}.ts` }
}
