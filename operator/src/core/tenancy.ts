import type { ProviderConfigRef } from '@taskplatform/crds/layers/common'
import type { Installation } from './installation.ts'
import type { Issue } from './issue.ts'
import { matches } from './pattern.ts'

/** Why a platform of this namespace may not be made with this ProviderConfig; empty if it may. */
export function providerConfigIssues(
  ref: ProviderConfigRef,
  namespace: string,
  { providerConfigs }: Installation,
): readonly Issue[] {
  if (usesOf(ref, providerConfigs).some((use) => isFor(use, namespace))) return []
  const others = providerConfigs.filter((use) => isFor(use, namespace)).map(({ kind, name }) => `${kind} ${name}`)
  const choice = others.length > 0 ? `make it with another (${others.join(' or ')})` : 'make it in another namespace'
  const message =
    `${ref.kind} ${ref.name} may not be used from namespace ${namespace}: delete this TaskPlatform, of which nothing has ` +
    `been made, and ${choice}; or have namespace ${namespace} added to providerConfigs in the configuration of the operator`
  return [{ path, message }]
}

/** What is said of a ProviderConfig that does not exist. */
export const missingProviderConfig = ({ kind, name }: ProviderConfigRef): Issue => ({
  path,
  message: `${kind} ${name} does not exist: have it made, or delete this TaskPlatform, of which nothing has been made, and make it with another`,
})

/** The same installation as a platform with this ProviderConfig sees it: in another account, the provider works as another role. */
export function installationFor(ref: ProviderConfigRef, installation: Installation): Installation {
  const principalArn = usesOf(ref, installation.providerConfigs).find((use) => use.principalArn)?.principalArn
  return principalArn ? { ...installation, providerPrincipalArn: principalArn } : installation
}

const path = 'spec.aws.providerConfigRef'

type Use = Installation['providerConfigs'][number]

const usesOf = ({ kind, name }: ProviderConfigRef, uses: readonly Use[]): readonly Use[] =>
  uses.filter((use) => use.kind === kind && matches(use.name, name))

const isFor = ({ namespaces }: Use, namespace: string): boolean =>
  namespaces.some((pattern) => matches(pattern, namespace))
