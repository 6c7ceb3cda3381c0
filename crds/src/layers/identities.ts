import { z } from 'zod'
import { vpcId } from '../aws-values.ts'
import { list, oneOf, text } from '../fields.ts'
import { immutable, itemsDiffer, withRules } from '../rule.ts'
import { awsId } from '../values.ts'
import { accountId, accountIsImmutable, givenAccountId, layerSpec, layerStatus, regionIsImmutable } from './common.ts'

const arnOf = (service: string, resource: string, example: string) =>
  text({
    min: 20,
    max: 512,
    // a star would turn the right to one thing into the right to all
    pattern: new RegExp(`^arn:aws:${service}:[a-z0-9-]+:[0-9]{12}:${resource}$`),
    examples: [`arn:aws:${service}:ap-northeast-1:111122223333:${example}`],
  })

const secretArn = arnOf(
  'secretsmanager',
  'secret:[A-Za-z0-9/_+=.@!-]+',
  'secret:taskplatform/team-tasks/tasks/database-a1b2c3',
)
const keyArn = arnOf('kms', 'key/[a-z0-9-]+', 'key/1234abcd-12ab-34cd-56ef-1234567890ab')
const topicArn = arnOf('sns', '[A-Za-z0-9_-]+(\\.fifo)?', 'tp-team-tasks-tasks-page-1a2b3c4d')
const logGroupArn = arnOf('logs', 'log-group:[A-Za-z0-9/_.#-]+', 'log-group:/taskplatform/team-tasks/tasks/api')
const clusterArn = arnOf('eks', 'cluster/[A-Za-z0-9_-]+', 'cluster/tp-team-tasks-tasks-cluster-1a2b3c4d')

const autoScalingGroupName = text({
  min: 1,
  max: 255,
  pattern: /^[A-Za-z0-9._-]+$/,
  examples: ['eks-general-1a2b3c4d-8ec7f3f1-5f2a-4d0a-a0a5-0f6a3a6a6f1c'],
})

const differ = itemsDiffer('must be different: one stands in the list twice')

/** Spec of PlatformIdentities: what each workload of the platform may do in AWS, and nothing more. */
export const platformIdentitiesSpec = withRules(
  z.object({
    ...layerSpec,
    accountId: givenAccountId,
    clusterName: text({
      min: 1,
      max: 100,
      pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
      examples: ['tp-team-tasks-tasks-cluster-1a2b3c4d'],
    }).describe('EKS cluster of the workloads. Immutable.'),
    clusterArn: clusterArn.describe('ARN of the cluster: Pod Identity hands out roles for this cluster alone.'),
    vpcId: vpcId.describe('VPC of the cluster.'),
    workloadIdentity: oneOf(['IRSA', 'PodIdentity'])
      .default('IRSA')
      .describe('How pods get credentials: with a token for the OIDC provider, or from the Pod Identity agent.'),
    oidcProviderArn: arnOfOidcProvider().optional().describe('OIDC provider of the cluster in IAM; needed for IRSA.'),
    oidcIssuer: text({
      min: 12,
      max: 512,
      pattern: /^https:\/\/[A-Za-z0-9.:/_-]+$/,
      examples: ['https://oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF'],
    })
      .optional()
      .describe('Issuer of the service account tokens of the cluster; needed for IRSA.'),
    appSecretArns: withRules(list(secretArn, { max: 10 }), [differ])
      .default([])
      .describe('Secrets of the application: External Secrets reads them, the rotation Job writes them.'),
    secretsKeyArn: keyArn.optional().describe('Key that encrypts them.'),
    masterUserSecretArn: secretArn
      .optional()
      .describe('Secret with the master password of the database, which RDS rotates; the rotation Job reads it.'),
    databaseKeyArn: keyArn.optional().describe('Key that encrypts that secret.'),
    topicArns: withRules(list(topicArn, { max: 4 }), [differ])
      .default([])
      .describe('Topics that Alertmanager publishes to.'),
    topicsKeyArn: keyArn.optional().describe('Key that encrypts the topics.'),
    logGroupArns: withRules(list(logGroupArn, { max: 10 }), [differ])
      .default([])
      .describe('Log groups that Fluent Bit writes to.'),
    autoScalingGroupNames: withRules(list(autoScalingGroupName, { max: 20 }), [differ])
      .default([])
      .describe(
        'Auto Scaling groups that the cluster autoscaler may resize. Empty means those tagged for the cluster.',
      ),
  }),
  [
    regionIsImmutable,
    accountIsImmutable,
    immutable('clusterName', (layer) => `${layer}.clusterName`, 'another cluster has identities of its own'),
    {
      rule: "self.workloadIdentity != 'IRSA' || (has(self.oidcProviderArn) && has(self.oidcIssuer))",
      message: 'oidcProviderArn and oidcIssuer are required with IRSA: give those of the cluster, or use PodIdentity',
    },
  ],
)

/** Workloads with an identity of their own, by the name that other parts know them by. */
export const identityNames = [
  'loadBalancerController',
  'clusterAutoscaler',
  'externalSecrets',
  'fluentBit',
  'alertmanager',
  'cloudwatchExporter',
  'app',
  'rotation',
] as const

/** Name of a workload with an identity. */
export type IdentityName = (typeof identityNames)[number]

const role = z.object({
  name: oneOf(identityNames).describe('Name of the workload.'),
  roleArn: awsId.describe('Role that it works as.'),
  namespace: text({ max: 63 }).describe('Namespace of its service account.'),
  serviceAccount: text({ max: 63 }).describe(
    'Name of its service account; with IRSA it carries the role as an annotation.',
  ),
})

/** Status of PlatformIdentities. */
export const platformIdentitiesStatus = z.object({
  ...layerStatus,
  accountId: accountId.optional().describe('Number of the account that owns the roles.'),
  roles: list(role, { max: 10 }).optional().describe('The roles that exist.'),
})

export type PlatformIdentitiesSpec = z.infer<typeof platformIdentitiesSpec>
export type PlatformIdentitiesStatus = z.infer<typeof platformIdentitiesStatus>

function arnOfOidcProvider() {
  return text({
    min: 20,
    max: 512,
    pattern: /^arn:aws:iam::[0-9]{12}:oidc-provider\/[A-Za-z0-9.:/_-]+$/,
    examples: [
      'arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
    ],
  })
}
