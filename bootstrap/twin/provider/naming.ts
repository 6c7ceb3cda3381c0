import type { Account } from '../service/account.ts'
import type { AwsResource } from '../service/aws-resource.ts'
import type { Kind } from '../service/kind.ts'
import { creationArguments } from './arguments.ts'
import { externalNameOf, type Managed } from './managed.ts'

/** The external name that a new object gets before anything is made: its own name, for kinds that the user names. */
export const initialExternalName = (kind: Kind, managed: Managed): string | undefined => {
  if (externalNameOf(managed) !== '') return undefined
  const isNamed = kind.naming.by === 'user' || (kind.naming.by === 'arguments' && kind.naming.nameOf !== undefined)
  return isNamed ? managed.metadata.name : undefined
}

/** The external name of something that AWS has made. */
export const externalNameFrom = (kind: Kind, { id }: AwsResource): string =>
  kind.naming.by === 'arguments' && kind.naming.nameOf ? kind.naming.nameOf(id) : id

/** The id in AWS that an object's external name or arguments tell; `undefined` while they do not. */
export const idOf = (kind: Kind, managed: Managed): string | undefined => {
  const name = externalNameOf(managed)
  if (kind.naming.by === 'arguments') return kind.naming.id(creationArguments(kind, managed), name)
  return name === '' ? undefined : name
}

/**
 * What AWS holds for an object: by its id, or by the token of a creation whose outcome was not written down, because somebody
 * died in between.
 */
export const locate = (
  account: Pick<Account, 'find' | 'findByToken'>,
  kind: Kind,
  region: string,
  managed: Managed,
): AwsResource | undefined => {
  const id = idOf(kind, managed)
  const named = id === undefined ? undefined : account.find(kind, region, id)
  if (named) return named
  return externalNameOf(managed) === '' || kind.naming.by !== 'aws'
    ? account.findByToken(managed.metadata.uid)
    : undefined
}
