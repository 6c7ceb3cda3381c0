import type { PlatformRegistryStatus } from '@taskplatform/crds/layers/registry'
import { type Composition, compositionOf } from '../../composition.ts'
import type { Desired } from '../../managed.ts'
import { type Observed, observation } from '../../observed.ts'
import { dataKey, keyArnOf } from '../data/data-key.ts'
import { mayBeMade } from '../gate.ts'
import { deletionWindowInDays, keepsData, keptIf } from '../kept.ts'
import { kmsKey, throughServices } from '../key.ts'
import { known } from '../known.ts'
import { lifecyclePolicy, withheldLifecyclePolicies } from './lifecycle-policy.ts'
import { keys, type RegistryPlan, registryPlan, repositoryName } from './plan.ts'
import { repository } from './repository.ts'
import { repositoryPolicy, withheldPolicies } from './repository-policy.ts'

/** Composes a PlatformRegistry. Throws a `MalformedCompositeError` that names each bad field. */
export const composeRegistry = (composite: unknown, observed: Observed): Composition<PlatformRegistryStatus> => {
  const registry = registryPlan(composite, observed)
  const { layer, spec } = registry
  return compositionOf(layer, observed, {
    desired: [
      ...key(registry),
      ...spec.repositories.flatMap((name) => [...repository(registry, name), ...policies(registry, name)]),
    ],
    withheld: [...withheldPolicies(registry), ...withheldLifecyclePolicies(registry)],
    status: statusOf(registry),
  })
}

/** The name of a repository is known before the repository exists, so that a reference alone would not wait for it. */
const policies = (registry: RegistryPlan, name: string): Desired[] => {
  const { observed } = registry
  const awaited = [{ kind: 'ecr/Repository', key: keys.repository(name) }] as const
  return [...lifecyclePolicy(registry, name), ...repositoryPolicy(registry, name)].filter(({ key }) =>
    mayBeMade(observed, key, awaited),
  )
}

/** No snapshot is ever taken of a registry: its key stays with the images, or goes with them. */
const key = ({ layer, spec, account }: RegistryPlan): Desired[] => {
  if (!spec.customKey) return []
  const purpose = {
    description: 'Images',
    account,
    uses: [throughServices('ecr')],
    deletionWindowInDays: deletionWindowInDays(spec.dataPolicy),
  }
  return [kmsKey(layer, dataKey, purpose, keptIf(keepsData(spec.dataPolicy)))]
}

const statusOf = (registry: RegistryPlan): PlatformRegistryStatus => ({
  ...known({ accountId: registry.account, keyArn: keyArnOf(registry) }),
  repositories: registry.spec.repositories.map((name) => {
    const { repositoryUrl: url, arn } = observation(registry.observed, 'ecr/Repository', keys.repository(name))
    return { name, repositoryName: repositoryName(registry, name), ...known({ url, arn }) }
  }),
})
