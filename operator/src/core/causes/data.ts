import type { Cause } from './cause.ts'

/** Keys, databases and caches in a state in which they do no work. */
export const dataCauses: readonly Cause[] = [
  {
    says: /KMSInvalidState(?:Exception)?|pending deletion|PendingDeletion|KMSKeyNotAccessible(?:Fault)?|inaccessible-encryption-credentials/,
    cause: 'the KMS key is disabled or about to be deleted',
    cure: 'cancel the deletion and enable the key; without it the data cannot be read ever again',
    heals: 'Person',
    command: 'kubectl -n {namespace} get keys.kms.aws.m.upbound.io',
  },
  {
    says: /status storage-full/,
    cause: 'the disk of the database is full',
    cure: 'raise spec.database.storageGiB, and spec.database.maxStorageGiB with it',
    heals: 'Person',
    command: 'kubectl -n {namespace} edit taskplatforms.taskplatform.dev {platform}',
  },
  {
    says: /status incompatible-network/,
    cause: 'the subnets of the database have no free address, or were changed by hand',
    cure: 'free an address in the data subnets, then restart the instance',
    heals: 'Person',
    command: "aws ec2 describe-subnets --query 'Subnets[].[SubnetId,AvailableIpAddressCount]' --output text",
  },
  {
    says: /status incompatible-parameters/,
    cause: 'a parameter of the group asks for more memory than the class has',
    cure: 'choose a larger spec.database.instanceClass',
    heals: 'Person',
  },
  {
    says: /status stopp(?:ed|ing)/,
    cause: 'somebody stopped the instance; RDS starts it again after seven days',
    cure: 'start the instance',
    heals: 'Person',
    command: 'aws rds start-db-instance --db-instance-identifier IDENTIFIER',
  },
  {
    says: /\b(DBSnapshotNotFound(?:Fault)?|SnapshotNotFoundFault|DBInstanceNotFound(?:Fault)?|PointInTimeRestoreNotEnabled(?:Fault)?)\b/,
    cause: 'what spec.database.restore names does not exist in this account and region',
    cure: 'name a snapshot that exists; restore is read once, so a new platform is needed',
    heals: 'Person',
    command: 'aws rds describe-db-snapshots',
  },
  {
    says: /\bInvalidDBInstanceState(?:Fault)?\b|\bInvalidReplicationGroupState(?:Fault)?\b|\bResourceNotReady\b/,
    cause: 'another change of the same thing is under way',
    cure: 'nothing: the provider tries again when it is done',
    heals: 'Time',
  },
  {
    says: /deletion ?protection/i,
    cause: 'the deletion protection of the service is on, perhaps turned on by hand',
    cure: 'turn it off in AWS, if the data may go',
    heals: 'Person',
  },
]
