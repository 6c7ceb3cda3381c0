import { type Desired, managed, refTo } from '../../managed.ts'
import { keys, type RegistryPlan } from './plan.ts'

/** How long a repository keeps images. */
export const lifecyclePolicy = ({ layer, spec }: RegistryPlan, name: string): Desired =>
  managed(layer, 'ecr/LifecyclePolicy', keys.lifecyclePolicy(name), {
    repositoryRef: refTo(layer, keys.repository(name)),
    policy: JSON.stringify({
      rules: [expireUntagged(spec.keepUntaggedDays), expireOldTags(spec.keepImages)],
    }),
  })

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
