import { parsePlatformRegistrySpec } from '@taskplatform/crds/contract'
import type { PlatformRegistrySpec } from '@taskplatform/crds/layers/registry'
import { type Layer, readComposite } from '../../layer.ts'
import { hyphenName } from '../../names.ts'
import type { Observed } from '../../observed.ts'
import { accountOf } from '../account.ts'

/** All that the parts of a registry decide from. */
export type RegistryPlan = Readonly<{
  layer: Layer
  spec: PlatformRegistrySpec
  observed: Observed
  /** First part of the name of every repository. */
  identifier: string
  /** Number of the account, as soon as anything tells. */
  account: string | undefined
}>

/** Composition keys. They never change their meaning. */
export const keys = {
  repository: (name: string) => `repository-${name}`,
  lifecyclePolicy: (name: string) => `lifecycle-policy-${name}`,
  repositoryPolicy: (name: string) => `repository-policy-${name}`,
} as const

/** Reads a PlatformRegistry. Throws a `MalformedCompositeError` that names each bad field. */
export const registryPlan = (composite: unknown, observed: Observed): RegistryPlan => {
  const { layer, spec } = readComposite(composite, { layer: 'registry', parseSpec: parsePlatformRegistrySpec })
  return {
    layer,
    spec,
    observed,
    identifier: spec.identifier ?? hyphenName(layer.owner, { max: 100 }),
    account: accountOf(spec.accountId, observed),
  }
}

/** Name of a repository in ECR. */
export const repositoryName = ({ identifier }: RegistryPlan, name: string): string => `${identifier}/${name}`
