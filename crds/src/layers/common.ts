import { z } from 'zod'
import { list, mapOf, oneOf, text, whole } from '../fields.ts'
import { immutable, withRules } from '../rule.ts'
import { conditionList, externalNames } from '../status-fields.ts'
import { objectName, region } from '../values.ts'

/** Which credentials and account the provider uses. */
export const providerConfigRef = z.object({
  kind: oneOf(['ClusterProviderConfig', 'ProviderConfig']).describe(
    'ClusterProviderConfig for one of the whole management cluster, ProviderConfig for one in the namespace.',
  ),
  name: objectName.describe('Name of the ProviderConfig.'),
})

/** Tags for everything in AWS that can carry tags. AWS allows 50 for each resource; the rest is for ours. */
export const tags = (max: number) =>
  withRules(mapOf(text({ max: 256, examples: ['42', 'team tasks'] }), { max }), [
    {
      rule: 'self.all(key, size(key) >= 1 && size(key) <= 128)',
      message: 'tag keys must be 1 to 128 characters long',
    },
    {
      rule: "self.all(key, !key.startsWith('aws:'))",
      message: 'tag keys must not start with "aws:", which AWS keeps for itself: choose another prefix',
    },
  ])

/** What the spec of every layer has. */
export const layerSpec = {
  region: region.describe('AWS region. Immutable.'),
  providerConfigRef: providerConfigRef
    .default({ kind: 'ClusterProviderConfig', name: 'default' })
    .describe('ProviderConfig of the managed resources.'),
  // one owner for the whole map: an entry that somebody else adds goes with the next apply
  tags: tags(40)
    .meta({ 'x-kubernetes-map-type': 'atomic' })
    .default({})
    .describe('Tags on every AWS resource of the layer.'),
  externalNames: externalNames
    .optional()
    .describe(
      'Names in AWS of what exists already, by key in the composition: each is looked for before anything is made, and taken over when it is there. Read from the ConfigMap of a lost or retained platform.',
    ),
}

/** Number of an AWS account. */
export const accountId = text({ min: 12, max: 12, pattern: /^[0-9]{12}$/, examples: ['111122223333'] })

/** Field of a layer whose policies and names need the account. */
export const givenAccountId = accountId
  .optional()
  .describe(
    'Account that the ProviderConfig leads to. Not set means that the layer learns it from what it makes first.',
  )

/** Rule of a layer with an accountId. */
export const accountIsImmutable = {
  rule: '!has(self.accountId) || !has(oldSelf.accountId) || self.accountId == oldSelf.accountId',
  message: 'accountId is immutable: a layer cannot move to another account; put the old value back',
}

/** What deletion of a layer does to its data. */
export const dataPolicy = oneOf(['Retain', 'Snapshot', 'Delete'])

/** One field of a managed resource that is otherwise than we want it, though we have not changed our mind. */
export const drift = z.object({
  kind: text({ max: 316 }).describe('Kind of the managed resource.'),
  name: text({ max: 253 }).describe('Name of the managed resource.'),
  where: oneOf(['ManagedResource', 'AWS']).describe(
    'Whether the object in the management cluster was changed, or AWS.',
  ),
  field: text({ max: 512 }).describe('Field that differs; metadata.deletionTimestamp for an object that was deleted.'),
  by: text({ max: 256 }).optional().describe('Field manager that wrote it, where Kubernetes knows.'),
})

/** What the status of every layer has, besides the identifiers of its own. */
export const layerStatus = {
  conditions: conditionList.optional(),
  observedGeneration: whole({ min: 0, max: Number.MAX_SAFE_INTEGER })
    .optional()
    .describe('Generation of the spec that this status was made from.'),
  resources: z
    .object({
      ready: z.boolean().describe('Whether all managed resources are ready.'),
      reason: oneOf(['Available', 'Creating', 'Failed']).describe('Reason of the condition ResourcesReady.'),
      message: text({ max: 32768 }).describe('What is awaited, or what was refused.'),
    })
    .optional()
    .describe(
      'How the managed resources stand, for programs: written in one piece with the identifiers, as conditions are not.',
    ),
  externalNames: externalNames.optional(),
  drift: list(drift, { max: 20 })
    .optional()
    .describe('What somebody else changed, for as long as it is not put right; not all of it, when there is more.'),
  settled: mapOf(text({ max: 512 }), { max: 200 })
    .optional()
    .describe(
      'How each managed resource was asked for when it was in line with AWS, by its key: what differs later without another request is drift.',
    ),
  kept: list(text({ max: 253 }), { max: 200 })
    .optional()
    .describe('Keys of the managed resources that stay in AWS when this object is deleted.'),
}

/** Transition rule of every layer: AWS has no move to another region. */
export const regionIsImmutable = immutable('region', (layer) => `${layer}.region`, 'AWS cannot move a layer')

export type ProviderConfigRef = z.infer<typeof providerConfigRef>
export type DataPolicy = z.infer<typeof dataPolicy>
export type LayerDrift = z.infer<typeof drift>
