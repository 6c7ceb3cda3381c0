import type { AwsResource } from '../../service/aws-resource.ts'
import type { Companion } from '../../service/companions.ts'
import { digits, uuidFrom } from '../../service/ids.ts'
import type { World } from '../../service/world.ts'

/** The secret in which RDS keeps a master password that it manages itself, as a describe of the instance names it. */
export const masterSecretOf = (world: World, { id, attributes }: AwsResource) => {
  if (attributes['manageMasterUserPassword'] !== true) return undefined
  const name = `rds!db-${uuidFrom(`master secret ${id}`)}`
  const key = attributes['masterUserSecretKmsKeyId'] ?? 'alias/aws/secretsmanager'
  return {
    kmsKeyId: /^arn:/.test(String(key))
      ? key
      : `arn:aws:kms:${world.region}:${world.accountId}:${keyPath(String(key))}`,
    secretArn: `arn:aws:secretsmanager:${world.region}:${world.accountId}:secret:${name}-${digits(name, 6)}`,
    secretStatus: 'active',
  }
}

/** That secret as a resource: it comes and goes with the instance. Its value is in the vault, under a handle. */
export const masterSecret = (world: World, resource: AwsResource): Companion[] => {
  const described = masterSecretOf(world, resource)
  if (!described) return []
  const { kmsKeyId, secretArn } = described
  const name = secretArn.slice(secretArn.indexOf(':secret:') + ':secret:'.length, -7)
  const { username } = resource.attributes
  const value = { owner: 'rds', secret: masterHandle(resource), username }
  return [{ kind: 'Secret', id: secretArn, attributes: { arn: secretArn, kmsKeyId, name, value } }]
}

/** Under which the vault gives the master password: made from the instance's id, or the user's own. */
export const masterHandle = ({ id, attributes }: AwsResource): string =>
  attributes['manageMasterUserPassword'] === true ? `derived:rds/${id}/master/1` : String(attributes['password'] ?? '')

/** The password in the connection secret: as in AWS, only if RDS does not manage it. */
export const masterPassword = (
  { attributes }: AwsResource,
  secrets: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  attributes['manageMasterUserPassword'] === true || secrets['password'] === undefined
    ? {}
    : { password: secrets['password'], 'attribute.password': secrets['password'] }

const keyPath = (key: string): string => (key.startsWith('alias/') ? key : `key/${key}`)
