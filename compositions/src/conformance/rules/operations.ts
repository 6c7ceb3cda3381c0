import { allOf, each, inProduction } from '../checks.ts'
import { conditionsOf, meansEverybody, statementsOf } from '../policy.ts'
import type { Rule } from '../rule.ts'
import type { Placed, View } from '../view.ts'

/** Rules of images, notifications, alarms, logs and secrets. */
export const operationsRules: readonly Rule[] = [
  {
    id: 'ECR-01',
    title: 'A tag names the same image for ever',
    kinds: ['ecr/Repository'],
    severity: 'error',
    refs: ['CKV_AWS_51', 'AWS-0031', 'ECR.2'],
    why: 'What was tested is what runs, also after a restart.',
    cure: 'Set imageTagMutability to IMMUTABLE.',
    check: each('ecr/Repository', ({ asked }) => asked.imageTagMutability !== 'IMMUTABLE' && 'lets a tag be moved'),
  },
  {
    id: 'ECR-02',
    title: 'Images are scanned when they arrive',
    kinds: ['ecr/Repository'],
    severity: 'error',
    refs: ['CKV_AWS_163', 'AWS-0030', 'ECR.1', 'CIS 5.1.1'],
    why: 'Known holes are found before the image runs.',
    cure: 'Set imageScanningConfiguration.scanOnPush to true.',
    check: each(
      'ecr/Repository',
      ({ asked }) => asked.imageScanningConfiguration?.scanOnPush !== true && 'does not scan what is pushed',
    ),
  },
  {
    id: 'ECR-03',
    title: 'Images are encrypted with a KMS key',
    kinds: ['ecr/Repository'],
    severity: 'error',
    development: 'AES256',
    refs: ['CKV_AWS_136', 'AWS-0033'],
    why: 'Every use of the key is on record. It cannot be changed later.',
    cure: 'Set encryptionConfiguration to encryptionType KMS.',
    check: inProduction(
      each(
        'ecr/Repository',
        ({ asked }) => asked.encryptionConfiguration?.[0]?.encryptionType !== 'KMS' && 'is not encrypted with KMS',
      ),
    ),
  },
  {
    id: 'ECR-04',
    title: 'Old images go, and a repository with images stays',
    kinds: ['ecr/LifecyclePolicy', 'ecr/Repository'],
    severity: 'error',
    development: 'a repository goes with its images',
    refs: ['ECR.3'],
    why: 'Images are paid for by size and month; the one that runs must not go with a deletion that was a mistake.',
    cure: 'Give the repository a lifecycle policy, and leave forceDelete out.',
    check: each('ecr/Repository', ({ id, asked }, view) => {
      const kept = view.of('ecr/LifecyclePolicy').some((one) => one.asked.repository === id)
      if (!kept) return 'keeps images for ever'
      return view.production && asked.forceDelete === true && 'goes with its images'
    }),
  },
  {
    id: 'ECR-05',
    title: 'Images are not public',
    kinds: ['ecr/RepositoryPolicy'],
    severity: 'error',
    refs: ['CKV_AWS_32', 'AWS-0032'],
    why: 'They hold the program, and too often what should not have been in it.',
    cure: 'Name the accounts or roles that may pull.',
    check: each('ecr/RepositoryPolicy', ({ asked }) => {
      const open = statementsOf(asked.policy).some(
        ({ allows, principals }) => allows && principals.some(meansEverybody),
      )
      return open && 'lets everybody pull'
    }),
  },
  {
    id: 'SNS-01',
    title: 'Topics are encrypted with a key that alarms can use',
    kinds: ['sns/Topic', 'kms/Key'],
    severity: 'error',
    refs: ['CKV_AWS_26', 'AWS-0095', 'AWS-0136', 'SNS.1'],
    why: 'CloudWatch cannot use the key that AWS keeps for SNS: an alarm would fire and nobody would hear of it.',
    cure: 'Set kmsMasterKeyId to a key of ours whose policy lets cloudwatch.amazonaws.com decrypt and make data keys.',
    check: each('sns/Topic', ({ asked }, view) => {
      const key = view.of('kms/Key').find(({ id, arn }) => [id, arn].includes(asked.kmsMasterKeyId ?? ''))
      if (!key) return 'is not encrypted with a key of the platform'
      return !admits(key, 'cloudwatch.amazonaws.com') && 'is encrypted with a key that CloudWatch may not use'
    }),
  },
  {
    id: 'SNS-02',
    title: 'Only named services publish, for our account only',
    kinds: ['sns/TopicPolicy', 'sns/Topic'],
    severity: 'error',
    refs: ['CKV_AWS_169', 'CKV_AWS_385', 'SNS.4'],
    why: 'Whoever can publish can wake somebody up, or bury a real alarm.',
    cure: 'Give the topic a policy that names services and aws:SourceAccount.',
    check: allOf(
      each('sns/Topic', ({ arn }, view) => {
        const policies = view.of('sns/TopicPolicy').filter(({ asked }) => asked.arn === arn)
        return policies.length === 0 && 'has no policy'
      }),
      each('sns/TopicPolicy', ({ asked }) => openTopic(asked.policy)),
    ),
  },
  {
    id: 'SNS-03',
    title: 'Nothing is delivered in clear',
    kinds: ['sns/TopicSubscription'],
    severity: 'error',
    refs: ['sns_subscription_not_using_http_endpoints'],
    why: 'Alarms tell where it hurts.',
    cure: 'Subscribe by email, https, sqs or another protocol that encrypts.',
    check: each('sns/TopicSubscription', ({ asked }) => asked.protocol === 'http' && 'delivers over http'),
  },
  {
    id: 'CWA-01',
    title: 'Every alarm tells somebody, and says what silence means',
    kinds: ['cloudwatch/MetricAlarm'],
    severity: 'error',
    refs: ['CKV_AWS_319', 'cloudwatch_alarm_actions_enabled'],
    why: 'An alarm without action is a graph. Missing data is sometimes the failure itself.',
    cure: 'Set alarmActions and okActions to a topic, and treatMissingData.',
    check: each('cloudwatch/MetricAlarm', silentAlarm),
  },
  {
    id: 'CWL-01',
    title: 'Logs are encrypted, kept as long as promised, and then go',
    kinds: ['cloudwatchlogs/Group'],
    severity: 'error',
    development: 'seven days, and the key of AWS',
    refs: ['CKV_AWS_66', 'CKV_AWS_338', 'CKV_AWS_158', 'AWS-0017'],
    why: 'Without a number logs are kept, and paid for, for ever. An intrusion is found months later, so what records it is kept for a year.',
    cure: 'Set retentionInDays, 365 or more for audit and flow logs, and kmsKeyId.',
    check: each('cloudwatchlogs/Group', (group, view) => {
      const { retentionInDays = 0, kmsKeyId } = group.asked
      if (retentionInDays < 1) return 'keeps logs for ever'
      if (!view.production) return undefined
      if (!kmsKeyId) return 'is not encrypted with a key of ours'
      return (
        isRecord(group, view) && retentionInDays < 365 && `keeps audit logs for ${retentionInDays} days instead of 365`
      )
    }),
  },
  {
    id: 'SEC-01',
    title: 'Secrets are encrypted with a key of ours, and can be called back',
    kinds: ['secretsmanager/Secret'],
    severity: 'error',
    development: 'a key of AWS, and gone at once',
    refs: ['CKV_AWS_149', 'AWS-0098'],
    why: 'Whoever may decrypt is then in our policy. A secret that was deleted by mistake stops everything.',
    instead:
      'A secret that the platform itself can make again at any time has no recovery window: within one its name could not be used again, and a platform of the same name could not be made. Its value is worth nothing once the platform is gone.',
    cure: 'Set kmsKeyId; set recoveryWindowInDays to 7 or more, or let the platform make the secret.',
    check: each('secretsmanager/Secret', ({ asked, layer }, { production }) => {
      if (!production) return undefined
      if (!asked.kmsKeyId) return 'is encrypted with a key that is not ours'
      const days = asked.recoveryWindowInDays ?? 30
      return days < 7 && !isMadeAgain(layer.composite.kind) && `is gone ${days} days after its deletion`
    }),
  },
  {
    id: 'SEC-02',
    title: 'Every secret has somebody who changes it',
    kinds: ['secretsmanager/Secret', 'secretsmanager/SecretVersion', 'iam/RolePolicy'],
    severity: 'error',
    development: 'secrets stay as they are',
    refs: ['CKV2_AWS_57', 'CKV_AWS_304', 'SecretsManager.1', 'SecretsManager.4'],
    why: 'A secret that is never changed is known to more and more people who have left.',
    instead:
      'The controls ask for a rotation function. Ours would need code of its own in the VPC for what the application can do itself: a Job changes its database role and its keys, in two steps so that nobody is cut off, with an identity for exactly these secrets; the operator changes the token of the cache; RDS changes the master password. So each secret must be fed by the operator, or an identity must exist that may write it.',
    cure: 'Let an identity write the secret (secretsmanager:PutSecretValue), or feed it from a Secret of the cluster.',
    check: inProduction(each('secretsmanager/Secret', (one, view) => !isRotated(one, view) && 'is changed by nobody')),
  },
]

const admits = (key: Placed<'kms/Key'>, service: string): boolean => {
  const actions = statementsOf(key.asked.policy)
    .filter(({ allows, principals }) => allows && principals.some(({ value }) => value === service))
    .flatMap((statement) => statement.actions)
  return ['kms:Decrypt', 'kms:GenerateDataKey'].every((action) => actions.some((one) => matches(one, action)))
}

const matches = (pattern: string, action: string): boolean =>
  pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action

function openTopic(policy: string | undefined): string | undefined {
  const allowed = statementsOf(policy).filter(({ allows }) => allows)
  if (allowed.length === 0) return 'lets nobody publish'
  if (allowed.some(({ principals }) => principals.some(meansEverybody))) return 'lets everybody publish'
  const forAnyone = allowed.some((statement) => {
    const services = statement.principals.filter(({ type }) => type === 'Service')
    return services.length > 0 && !conditionsOf(statement).has('aws:sourceaccount')
  })
  return forAnyone ? 'lets services publish for any account' : undefined
}

function silentAlarm({ asked }: Placed<'cloudwatch/MetricAlarm'>, view: View) {
  if (asked.actionsEnabled === false) return 'has its actions turned off'
  const topics = view.of('sns/Topic').map(({ arn }) => arn)
  const tells = (actions: readonly string[] | undefined) => (actions ?? []).some((action) => topics.includes(action))
  if (!tells(asked.alarmActions)) return 'tells nobody'
  if (!tells(asked.okActions)) return 'does not tell when it is over'
  return !asked.treatMissingData && 'does not say what missing data means'
}

/** Whether a log group records who did what: the audit log of a cluster, or flow logs. */
const isRecord = ({ id, arn }: Placed<'cloudwatchlogs/Group'>, view: View): boolean => {
  const audits = view.of('eks/Cluster').some((cluster) => id === `/aws/eks/${cluster.id}/cluster`)
  return audits || view.of('ec2/FlowLog').some(({ asked }) => asked.logDestination === arn)
}

/** Secrets of this layer are made by the rotation Job and the operator, again if need be. */
const isMadeAgain = (kind: string): boolean => kind === 'PlatformSecrets'

const isRotated = ({ id, arn }: Placed<'secretsmanager/Secret'>, view: View): boolean => {
  const fed = view
    .of('secretsmanager/SecretVersion')
    .some(({ asked }) => [id, arn].includes(asked.secretId ?? '') && asked.secretStringSecretRef !== undefined)
  // who may write it is known in another layer
  return (
    fed || view.graph.partial === true || view.of('iam/RolePolicy').some(({ asked }) => mayWrite(asked.policy, arn))
  )
}

const mayWrite = (policy: string | undefined, secretArn: string): boolean =>
  statementsOf(policy).some(
    ({ allows, actions, resources }) =>
      allows && actions.includes('secretsmanager:PutSecretValue') && resources.includes(secretArn),
  )
