import type { ManagedResource } from '../managed-resource.ts'
import type { Observed } from '../observed.ts'

/**
 * Number of the AWS account: the one that was given, or else the one that owns what this layer has made. Last of all the documents
 * that were written with it before are read, so that a lost status forgets nothing. Undefined until any of them tells.
 */
export const accountOf = (given: string | undefined, observed: Observed): string | undefined => {
  const resources = Object.values(observed)
  return given ?? firstKnown(resources, owner) ?? firstKnown(resources, written)
}

const firstKnown = (
  resources: readonly ManagedResource[],
  tell: (resource: ManagedResource) => string | undefined,
): string | undefined => resources.map(tell).find((account) => account !== undefined)

/** `arn` and `ownerId` speak of the resource itself; other ARNs in a status may belong to anyone. */
const owner = ({ status }: ManagedResource): string | undefined => {
  const { arn, ownerId } = status?.atProvider ?? {}
  const ofOwner = typeof ownerId === 'string' && /^\d{12}$/.test(ownerId) ? ownerId : undefined
  return ofOwner ?? accountIn(/^arn:aws[\w-]*:[\w-]+:[\w-]*:(\d{12}):/, arn)
}

/** Where our documents name the account and never another one: who administers a key or pulls images, and who else may not. */
const written = ({ kind, spec }: ManagedResource): string | undefined => {
  const { policy, assumeRolePolicy } = spec.forProvider
  const root = namesRoot.includes(kind) ? accountIn(/"arn:aws[\w-]*:iam::(\d{12}):root"/, policy) : undefined
  return root ?? accountIn(ofThisAccount, policy) ?? accountIn(ofThisAccount, assumeRolePolicy)
}

const namesRoot = ['Key', 'RepositoryPolicy']

const ofThisAccount = /"aws:(?:Source|Principal)Account":"(\d{12})"/

const accountIn = (pattern: RegExp, text: unknown): string | undefined =>
  typeof text === 'string' ? pattern.exec(text)?.[1] : undefined
