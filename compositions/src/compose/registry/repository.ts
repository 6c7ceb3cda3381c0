import { type Desired, managed, refTo } from '../../managed.ts'
import { dataKey } from '../data/data-key.ts'
import { keepsData, keptIf } from '../kept.ts'
import { keys, type RegistryPlan, repositoryName } from './plan.ts'

/** A repository whose tags never change their meaning, scanned on push, and how long it keeps images. */
export const repository = (registry: RegistryPlan, name: string): Desired[] => [
  repositoryOf(registry, name),
  lifecyclePolicy(registry, name),
]

const repositoryOf = (registry: RegistryPlan, name: string): Desired => {
  const { layer, spec } = registry
  return managed(
    layer,
    'ecr/Repository',
    keys.repository(name),
    {
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [
        spec.customKey ? { encryptionType: 'KMS', kmsKeyRef: refTo(layer, dataKey) } : { encryptionType: 'AES256' },
      ],
      // without it AWS refuses to delete a repository that holds images
      forceDelete: spec.dataPolicy === 'Delete',
    },
    { externalName: repositoryName(registry, name), ...keptIf(keepsData(spec.dataPolicy)) },
  )
}

const lifecyclePolicy = ({ layer, spec }: RegistryPlan, name: string): Desired =>
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
