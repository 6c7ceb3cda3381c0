import { appSecrets, type PlatformSecretsStatus } from '@taskplatform/crds/layers/secrets'
import { type Composition, compositionOf } from '../../composition.ts'
import { type Desired, managed, refTo } from '../../managed.ts'
import { type Observed, observation } from '../../observed.ts'
import { dataKey, keyArnOf } from '../data/data-key.ts'
import { kmsKey, throughServices } from '../key.ts'
import { known } from '../known.ts'
import { cacheToken } from './cache-token.ts'
import { keys, type SecretName, type SecretsPlan, secretName, secretsPlan } from './plan.ts'
import { secretPolicy, withheldPolicies } from './secret-policy.ts'

/** Composes a PlatformSecrets. Throws a `MalformedCompositeError` that names each bad field. */
export const composeSecrets = (composite: unknown, observed: Observed): Composition<PlatformSecretsStatus> => {
  const secrets = secretsPlan(composite, observed)
  return compositionOf(secrets.layer, observed, {
    desired: [
      ...key(secrets),
      ...appSecrets.flatMap((name) => [secret(secrets, name), ...secretPolicy(secrets, name)]),
      ...cacheToken(secrets),
    ],
    withheld: withheldPolicies(secrets),
    status: statusOf(secrets),
  })
}

/** All of these secrets can be made again, so that their key goes with them, after the days in which both can be called back. */
const key = ({ layer, spec, account }: SecretsPlan): Desired[] => {
  if (!spec.customKey) return []
  const deletionWindowInDays = Math.max(spec.recoveryWindowDays, 7)
  const uses = [throughServices('secretsmanager')]
  return [kmsKey(layer, dataKey, { description: 'Secrets', account, uses, deletionWindowInDays })]
}

const secret = (secrets: SecretsPlan, name: SecretName): Desired => {
  const { layer, spec } = secrets
  const { description, madeBy } = makers[name]
  return managed(
    layer,
    'secretsmanager/Secret',
    keys.secret(name),
    {
      name: secretName(secrets, name),
      description,
      recoveryWindowInDays: spec.recoveryWindowDays,
      ...(spec.customKey ? { kmsKeyIdRef: refTo(layer, dataKey) } : {}),
    },
    { tags: { 'taskplatform.dev/made-by': madeBy } },
  )
}

/** Who makes the value of each secret and changes it. No value of the first two ever passes through the management cluster. */
const makers: Readonly<Record<SecretName, Readonly<{ description: string; madeBy: string }>>> = {
  database: {
    description: 'Role of the application in the database. Its value is made and rotated by the rotation Job.',
    madeBy: 'rotation-job',
  },
  jwt: {
    description: 'Keys that sign the tokens of users. Their value is made and rotated by the rotation Job.',
    madeBy: 'rotation-job',
  },
  cache: {
    description: 'Token for the cache. Its value is made by the provider of the cache and rotated by the operator.',
    madeBy: 'cache-provider',
  },
}

const statusOf = (secrets: SecretsPlan): PlatformSecretsStatus => ({
  ...known({ accountId: secrets.account, keyArn: keyArnOf(secrets) }),
  secrets: appSecrets.map((name) => {
    const { arn } = observation(secrets.observed, 'secretsmanager/Secret', keys.secret(name))
    return { name, secretName: secretName(secrets, name), ...known({ arn }) }
  }),
})
