import { parsePlatformSecretsSpec } from '@taskplatform/crds/contract'
import type { appSecrets, PlatformSecretsSpec } from '@taskplatform/crds/layers/secrets'
import { type Layer, readComposite } from '../../layer.ts'
import type { Observed } from '../../observed.ts'
import { accountOf } from '../account.ts'

/** All that the parts of the secrets decide from. */
export type SecretsPlan = Readonly<{
  layer: Layer
  spec: PlatformSecretsSpec
  observed: Observed
  /** Number of the account, as soon as anything tells. */
  account: string | undefined
}>

/** What a secret is for. */
export type SecretName = (typeof appSecrets)[number]

/** Composition keys. They never change their meaning. */
export const keys = {
  secret: (name: SecretName) => `secret-${name}`,
  policy: (name: SecretName) => `secret-policy-${name}`,
  cacheToken: (revision: string) => `secret-version-cache-${revision}`,
} as const

/** Reads a PlatformSecrets. Throws a `MalformedCompositeError` that names each bad field. */
export const secretsPlan = (composite: unknown, observed: Observed): SecretsPlan => {
  const { layer, spec } = readComposite(composite, { layer: 'secrets', parseSpec: parsePlatformSecretsSpec })
  return { layer, spec, observed, account: accountOf(spec.accountId, observed) }
}

/** Name of a secret in Secrets Manager. A namespace has no slash, so that two composites never meet in one name. */
export const secretName = ({ layer, spec }: SecretsPlan, name: SecretName): string => {
  const owner = spec.identifier ?? `${layer.owner.namespace}/${layer.owner.name}`
  return `taskplatform/${owner}/${name}`
}
