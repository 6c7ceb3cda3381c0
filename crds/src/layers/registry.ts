import { z } from 'zod'
import { list, text, whole } from '../fields.ts'
import { itemsDiffer, withRules } from '../rule.ts'
import { awsId } from '../values.ts'
import {
  accountId,
  accountIsImmutable,
  dataPolicy,
  givenAccountId,
  layerSpec,
  layerStatus,
  regionIsImmutable,
} from './common.ts'
import { chosenIdentifier, customKeyIsImmutable, identifierIsImmutable } from './data-fields.ts'

const repositoryName = text({ min: 1, max: 32, pattern: /^[a-z]([a-z0-9]|-[a-z0-9])*$/, examples: ['api', 'web'] })

/** Spec of PlatformRegistry: ECR repositories for the images of the application. */
export const platformRegistrySpec = withRules(
  z.object({
    ...layerSpec,
    accountId: givenAccountId,
    identifier: chosenIdentifier(100),
    repositories: withRules(list(repositoryName, { min: 1, max: 10 }), [
      itemsDiffer('repositories must be different: one stands in the list twice'),
    ])
      .default(['api', 'web'])
      .describe(
        'Last part of the names of the repositories. One that is taken away is deleted, once it is empty or dataPolicy is Delete.',
      ),
    keepImages: whole({ min: 1, max: 1000, examples: [10, 30] })
      .default(30)
      .describe('Number of tagged images that each repository keeps; older ones expire.'),
    keepUntaggedDays: whole({ min: 1, max: 365, examples: [7] })
      .default(7)
      .describe('Days after which an image without a tag expires.'),
    customKey: z
      .boolean()
      .default(true)
      .describe('Whether the layer has a KMS key of its own; otherwise ECR encrypts with AES-256. Immutable.'),
    dataPolicy: dataPolicy
      .default('Snapshot')
      .describe(
        'What deletion does to images: keeps the repositories (Retain), is refused while there are images (Snapshot), or deletes them.',
      ),
  }),
  [regionIsImmutable, accountIsImmutable, identifierIsImmutable, customKeyIsImmutable],
)

const repository = z.object({
  name: repositoryName.describe('Name as in spec.repositories.'),
  repositoryName: awsId.describe('Name in ECR.'),
  url: text({ max: 512 }).optional().describe('Where images are pushed to and pulled from, without a tag.'),
  arn: awsId.optional().describe('ARN of the repository.'),
})

/** Status of PlatformRegistry. */
export const platformRegistryStatus = z.object({
  ...layerStatus,
  accountId: accountId.optional().describe('Account that owns the repositories.'),
  keyArn: awsId.optional().describe('KMS key that encrypts the images.'),
  repositories: list(repository, { max: 10 })
    .optional()
    .describe('The repositories in the order of spec.repositories.'),
})

export type PlatformRegistrySpec = z.infer<typeof platformRegistrySpec>
export type PlatformRegistryStatus = z.infer<typeof platformRegistryStatus>
