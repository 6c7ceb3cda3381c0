import type { Account } from '../service/account.ts'
import type { AwsResource } from '../service/aws-resource.ts'
import type { Vault } from '../service/vault.ts'
import type { Reply } from './reply.ts'

/** `GET /aws/secrets/REGION/NAME-OR-ARN`: the current value of a secret, as GetSecretValue gives it. Only this machine can ask. */
export const answerSecrets = (
  account: Account,
  vault: Vault,
  method: string,
  [region = '', ...name]: readonly string[],
): Reply => {
  if (method !== 'GET') return { status: 405, body: { error: 'GET /aws/secrets/REGION/NAME-OR-ARN' } }
  const asked = name.join('/')
  const world = account.world(region)
  const secret = world.all('Secret').find(({ id, attributes }) => id === asked || attributes['name'] === asked)
  const value = secret && (managedValue(secret, vault) ?? valueOfVersion(world.all('SecretVersion'), secret, vault))
  if (secret && value !== undefined)
    return { status: 200, body: { ARN: secret.id, Name: secret.attributes['name'], SecretString: value } }
  return { status: 404, body: { error: 'no such secret, or no value in it' } }
}

/** What RDS keeps in the secret that it manages. */
const managedValue = ({ attributes }: AwsResource, vault: Vault): string | undefined => {
  const managed = attributes['value'] as Readonly<{ secret: string; username: string }> | undefined
  return managed && JSON.stringify({ username: managed.username, password: vault.open(managed.secret) })
}

/** The newest version that is current. */
const valueOfVersion = (versions: readonly AwsResource[], { id }: AwsResource, vault: Vault): string | undefined => {
  const current = versions
    .filter(({ attributes }) => attributes['secretId'] === id || attributes['arn'] === id)
    .filter(({ attributes }) => [attributes['versionStages'] ?? []].flat().includes('AWSCURRENT'))
    .at(-1)?.attributes
  return current && vault.open(current['secretString'] ?? current['secretStringWo'] ?? current['secretBinary'])
}
