import { type Desired, managed, refTo } from '../../managed.ts'
import { dataKey } from '../data/data-key.ts'
import { keepsData, keptIf } from '../kept.ts'
import { keys, type RegistryPlan, repositoryName } from './plan.ts'

/** A repository whose tags never change their meaning, scanned on push. */
export const repository = (registry: RegistryPlan, name: string): Desired => {
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
