import { composedKinds } from '@taskplatform/compositions/composed-kinds'

/** Kinds of the AWS provider that belong to it and not to a layer: how its managed resources find their credentials. */
const configKinds = ['clusterproviderconfigs', 'providerconfigs', 'providerconfigusages'].map((plural) => ({
  group: 'aws.m.upbound.io',
  plural,
}))

/** File names in the provider's package/crds of the kinds that we compose and those that they need. */
export const providerCrdFiles: readonly string[] = [...configKinds, ...composedKinds]
  .map(({ group, plural }) => `${group}_${plural}.yaml`)
  .sort()
