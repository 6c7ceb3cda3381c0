import { z } from 'zod'
import { list, oneOf, text, whole } from '../fields.ts'
import { withRules } from '../rule.ts'
import { awsId, objectName } from '../values.ts'
import { accountId, accountIsImmutable, givenAccountId, layerSpec, layerStatus, regionIsImmutable } from './common.ts'
import { chosenIdentifier, customKeyIsImmutable, identifierIsImmutable } from './data-fields.ts'

/** The secrets of the application: its role in the database, the keys that sign its tokens, its password for the cache. */
export const appSecrets = ['database', 'jwt', 'cache'] as const

const cacheTokenSecretRef = z.object({
  name: objectName.describe('Name of the Secret in the namespace of this object.'),
  key: text({ min: 1, max: 253, pattern: /^[-._a-zA-Z0-9]+$/, examples: ['auth-token'] }).describe(
    'Key in the Secret.',
  ),
  revision: text({ min: 1, max: 32, pattern: /^[a-z0-9]+$/, examples: ['1', '2'] })
    .default('1')
    .describe('Another revision reads the Secret again: Secrets Manager never changes a version that it has.'),
})

/** Spec of PlatformSecrets: the secrets of the application in Secrets Manager. */
export const platformSecretsSpec = withRules(
  z.object({
    ...layerSpec,
    accountId: givenAccountId,
    identifier: chosenIdentifier(100),
    customKey: z
      .boolean()
      .default(true)
      .describe(
        'Whether the layer has a KMS key of its own; otherwise the one of Secrets Manager in the account is used.',
      ),
    recoveryWindowDays: withRules(whole({ min: 0, max: 30, examples: [0, 7, 30] }), [
      { rule: 'self == 0 || self >= 7', message: 'must be 0 or 7 to 30: Secrets Manager knows no shorter window' },
    ])
      .default(0)
      .describe(
        'Days in which a deleted secret can be called back and its name cannot be used again; 0 deletes at once.',
      ),
    cacheTokenSecretRef: cacheTokenSecretRef
      .optional()
      .describe('Secret with the token of the cache. Not set means that the cache secret has no value yet.'),
  }),
  [regionIsImmutable, accountIsImmutable, identifierIsImmutable, customKeyIsImmutable],
)

const secret = z.object({
  name: oneOf(appSecrets).describe('What the secret is for.'),
  secretName: awsId.describe('Name in Secrets Manager.'),
  arn: awsId.optional().describe('ARN of the secret, with the letters that Secrets Manager adds.'),
})

/** Status of PlatformSecrets. */
export const platformSecretsStatus = z.object({
  ...layerStatus,
  accountId: accountId.optional().describe('Account that owns the secrets.'),
  keyArn: awsId.optional().describe('KMS key that encrypts the secrets.'),
  secrets: list(secret, { max: appSecrets.length })
    .optional()
    .describe('The secrets, each with its ARN once it exists.'),
})

export type PlatformSecretsSpec = z.infer<typeof platformSecretsSpec>
export type PlatformSecretsStatus = z.infer<typeof platformSecretsStatus>
