import type { Attributes, AwsResource } from '../service/aws-resource.ts'
import type { Kind, SecretInput } from '../service/kind.ts'
import type { Vault } from '../service/vault.ts'
import type { Difference } from './arguments.ts'
import type { Managed } from './managed.ts'
import type { SecretKey } from './secret-store.ts'
import type { Visit } from './visit.ts'

/**
 * The arguments that come out of Kubernetes secrets, as handles of the vault. Where the object asks for it and no value is there,
 * one is made up and written into the secret first. A secret that is missing leaves its argument open, as upjet does.
 */
export const secretInputs = async (visit: Visit, managed: Managed): Promise<Attributes> => {
  const given: Record<string, string> = {}
  for (const input of visit.kind.secretInputs ?? []) {
    const at = managed.spec.forProvider[input.ref] as SecretKey | undefined
    const value = at && (await valueAt(visit, managed, input, at))
    if (value !== undefined) given[input.argument] = await visit.vault.seal(value)
  }
  return given
}

/** Where AWS has other values than the secrets say now. */
export const secretDifferences = (secrets: Attributes, attributes: Attributes): Difference[] =>
  Object.entries(secrets).flatMap(([argument, to]) =>
    attributes[argument] === to ? [] : [{ argument, from: attributes[argument], to }],
  )

/** The plain values of a resource's secret arguments, for its connection secret. Never to be logged. */
export const openedSecrets = (
  vault: Vault,
  kind: Kind,
  { attributes }: AwsResource,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (kind.secretInputs ?? []).flatMap(({ argument }) => {
      const value = vault.open(attributes[argument])
      return value === undefined ? [] : [[argument, value]]
    }),
  )

const valueAt = async (
  { secretStore, newPassword, signal }: Visit,
  managed: Managed,
  { generate }: SecretInput,
  at: SecretKey,
): Promise<string | undefined> => {
  const there = await secretStore.read(managed.metadata.namespace, at, signal)
  if (there !== undefined || !generate || managed.spec.forProvider[generate] !== true) return there
  const made = newPassword()
  await secretStore.write(managed, at, made, signal)
  return made
}
