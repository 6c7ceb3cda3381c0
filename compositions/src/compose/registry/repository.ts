import { type Desired, managed } from '../../managed.ts'
import { asked } from '../../observed.ts'
import { keyArnOf } from '../data/data-key.ts'
import { keepsData, keptIf } from '../kept.ts'
import { keys, type RegistryPlan, repositoryName } from './plan.ts'

/** A repository whose tags never change their meaning, scanned on push; it waits for the key that encrypts its images. */
export const repository = (registry: RegistryPlan, name: string): Desired[] => {
  const { layer, spec } = registry
  const encryptionConfiguration = encryptionOf(registry, name)
  if (!encryptionConfiguration) return []
  return [
    managed(
      layer,
      'ecr/Repository',
      keys.repository(name),
      {
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration,
        // without it AWS refuses to delete a repository that holds images
        forceDelete: spec.dataPolicy === 'Delete',
      },
      { externalName: repositoryName(registry, name), ...keptIf(keepsData(spec.dataPolicy)) },
    ),
  ]
}

/** By ARN: a reference within a list would be written by the provider and by Crossplane in turn, for ever. */
const encryptionOf = (registry: RegistryPlan, name: string) => {
  const { spec, observed } = registry
  if (!spec.customKey) return [{ encryptionType: 'AES256' }]
  const before = asked(observed, 'ecr/Repository', keys.repository(name)).encryptionConfiguration
  if (before) return before
  const kmsKey = keyArnOf(registry)
  return kmsKey ? [{ encryptionType: 'KMS', kmsKey }] : undefined
}
