import { parsePlatformIdentitiesSpec } from '@taskplatform/crds/contract'
import type { IdentityName, PlatformIdentitiesSpec } from '@taskplatform/crds/layers/identities'
import { type Layer, readComposite } from '../../layer.ts'
import type { Observed } from '../../observed.ts'

/** All that the identities are decided from. */
export type IdentitiesPlan = Readonly<{
  layer: Layer
  spec: PlatformIdentitiesSpec
  observed: Observed
  /** Number of the account: that of the cluster, whose pods may only take roles that this layer makes beside it. */
  account: string
}>

/** Composition keys. They never change their meaning. */
export const keys = {
  role: (name: IdentityName) => `role-${inKebabCase(name)}`,
  policy: (name: IdentityName) => `policy-${inKebabCase(name)}`,
  association: (name: IdentityName) => `association-${inKebabCase(name)}`,
} as const

/** Kubernetes allows no capitals in names. */
export const inKebabCase = (name: IdentityName): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** Reads a PlatformIdentities. Throws a `MalformedCompositeError` that names each bad field. */
export const identitiesPlan = (composite: unknown, observed: Observed): IdentitiesPlan => {
  const { layer, spec } = readComposite(composite, { layer: 'identities', parseSpec: parsePlatformIdentitiesSpec })
  return { layer, spec, observed, account: spec.accountId ?? accountIn(spec.clusterArn) }
}

/** arn:partition:service:region:account:... */
const accountIn = (arn: string): string => arn.split(':')[4] ?? ''
