import { type Desired, managed, refTo } from '../../managed.ts'
import { mustGoFirst } from '../anew.ts'
import { keys, type RegistryPlan } from './plan.ts'

/**
 * How long a repository keeps images. The provider cannot change a policy, only replace it: one that should be another goes first,
 * and is made anew when it is gone. In between nothing is deleted from the repository.
 */
export const lifecyclePolicy = (registry: RegistryPlan, name: string): Desired[] => {
  const { layer } = registry
  if (isOutdated(registry, name)) return []
  return [
    managed(layer, 'ecr/LifecyclePolicy', keys.lifecyclePolicy(name), {
      repositoryRef: refTo(layer, keys.repository(name)),
      policy: policyOf(registry),
    }),
  ]
}

/** What is on its way out, to be made anew. */
export const withheldLifecyclePolicies = (registry: RegistryPlan): string[] =>
  registry.spec.repositories
    .filter((name) => isOutdated(registry, name))
    .map((name) => `the old lifecycle policy of ${name} to be gone`)

const isOutdated = (registry: RegistryPlan, name: string): boolean =>
  mustGoFirst(registry.observed, keys.lifecyclePolicy(name), 'policy', policyOf(registry))

const policyOf = ({ spec }: RegistryPlan): string =>
  JSON.stringify({ rules: [expireUntagged(spec.keepUntaggedDays), expireOldTags(spec.keepImages)] })

const expireUntagged = (countNumber: number) => ({
  rulePriority: 1,
  description: 'Images without a tag: layers of a cache, and what a push left behind',
  selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber },
  action: { type: 'expire' },
})

const expireOldTags = (countNumber: number) => ({
  rulePriority: 2,
  description: 'Releases older than the newest ones',
  selection: { tagStatus: 'tagged', tagPatternList: ['*'], countType: 'imageCountMoreThan', countNumber },
  action: { type: 'expire' },
})
