import { type Desired, managed, refTo } from '../../managed.ts'
import { policyDocument, type Statement } from '../policy-document.ts'
import { keys, type SecretName, type SecretsPlan } from './plan.ts'

/** What nobody may do with a secret, whatever their own policies allow. */
export const secretPolicy = ({ layer, account }: SecretsPlan, name: SecretName): Desired[] =>
  account
    ? [
        managed(layer, 'secretsmanager/SecretPolicy', keys.policy(name), {
          secretArnRef: refTo(layer, keys.secret(name)),
          blockPublicPolicy: true,
          policy: policyDocument([encryptedOnly, withinAccount(account)]),
        }),
      ]
    : []

/** The policies wait for the account that they name. */
export const withheldPolicies = ({ account }: SecretsPlan): string[] =>
  account ? [] : ['the account, to name it in the policies of the secrets']

const encryptedOnly: Statement = {
  Sid: 'EncryptedOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 'secretsmanager:*',
  Resource: '*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
}

/** Services of AWS that act for the account have no account of their own. */
const withinAccount = (account: string): Statement => ({
  Sid: 'WithinAccount',
  Effect: 'Deny',
  Principal: '*',
  Action: 'secretsmanager:*',
  Resource: '*',
  Condition: {
    StringNotEquals: { 'aws:PrincipalAccount': account },
    Bool: { 'aws:PrincipalIsAWSService': 'false' },
  },
})
