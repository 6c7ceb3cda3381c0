import type { Statement } from '../../policy-document.ts'
import type { IdentitiesPlan } from '../plan.ts'
import { withKey } from './with-key.ts'

/** External Secrets copies these secrets, the master password for the migration Job among them, and no others. */
export const externalSecrets = (plan: IdentitiesPlan): readonly Statement[] => [...readOwn(plan), ...readMaster(plan)]

/** The application may read what it is given as files anyway. */
export const app = (plan: IdentitiesPlan): readonly Statement[] => readOwn(plan)

/** The rotation Job writes new values, and makes database roles as the master, whose password RDS changes and nobody else. */
export const rotation = (plan: IdentitiesPlan): readonly Statement[] => {
  const { spec } = plan
  if (spec.appSecretArns.length === 0) return readMaster(plan)
  return [
    ...readOwn(plan),
    {
      Sid: 'RenewOwn',
      Effect: 'Allow',
      Action: ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
      Resource: spec.appSecretArns,
    },
    ...withKey('EncryptOwn', 'secretsmanager', spec.secretsKeyArn, ['kms:GenerateDataKey'], plan),
    ...readMaster(plan),
  ]
}

const readOwn = (plan: IdentitiesPlan): readonly Statement[] => {
  const { appSecretArns, secretsKeyArn } = plan.spec
  if (appSecretArns.length === 0) return []
  return [
    { Sid: 'ReadOwn', Effect: 'Allow', Action: reading, Resource: appSecretArns },
    ...withKey('DecryptOwn', 'secretsmanager', secretsKeyArn, ['kms:Decrypt'], plan),
  ]
}

const readMaster = (plan: IdentitiesPlan): readonly Statement[] => {
  const { masterUserSecretArn, databaseKeyArn } = plan.spec
  if (!masterUserSecretArn) return []
  return [
    { Sid: 'ReadMaster', Effect: 'Allow', Action: reading, Resource: masterUserSecretArn },
    ...withKey('DecryptMaster', 'secretsmanager', databaseKeyArn, ['kms:Decrypt'], plan),
  ]
}

const reading = ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret']
