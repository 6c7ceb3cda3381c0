import type { PlatformClusterSpec } from '@taskplatform/crds/layers/cluster'
import type { PlatformIdentitiesSpec } from '@taskplatform/crds/layers/identities'

type Metadata = Readonly<{ namespace?: string; name?: string; labels?: Record<string, string> }>

type NodeGroup = PlatformClusterSpec['nodeGroups'][number]

const composite = (kind: string, name: string, spec: object, metadata: Metadata) => ({
  apiVersion: 'aws.taskplatform.dev/v1alpha1',
  kind,
  metadata: { namespace: 'team-tasks', name, labels: { 'taskplatform.dev/platform': 'tasks' }, ...metadata },
  spec,
})

/** A group of nodes; state only what matters. */
export const group = (name: string, more: Partial<NodeGroup> = {}): NodeGroup => ({
  name,
  instanceTypes: ['m6i.large'],
  size: { min: 3, max: 10 },
  ...more,
})

/** A cluster as the operator writes it for the Production profile. */
export const productionCluster = (spec: Partial<PlatformClusterSpec> = {}, metadata: Metadata = {}) =>
  composite(
    'PlatformCluster',
    'tasks-cluster',
    {
      region: 'ap-northeast-1',
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      subnetIds: ['subnet-0a', 'subnet-0c', 'subnet-0d'],
      version: '1.36',
      apiAccess: { public: true, allowedCidrs: ['203.0.113.0/24'] },
      deletionProtection: true,
      logRetentionDays: 365,
      providerPrincipalArn: 'arn:aws:iam::111122223333:role/crossplane-provider-aws',
      admins: [{ principalArn: 'arn:aws:iam::111122223333:role/platform-admin' }],
      nodeGroups: [group('general')],
      ...spec,
    },
    metadata,
  )

/** The most that the schema allows: five groups and five administrators. */
export const largestCluster = (spec: Partial<PlatformClusterSpec> = {}) =>
  productionCluster({
    admins: ['a', 'b', 'c', 'd', 'e'].map((one) => ({ principalArn: `arn:aws:iam::111122223333:role/${one}` })),
    nodeGroups: ['a', 'b', 'c', 'd', 'e'].map((one) => group(one)),
    ...spec,
  })

const cluster = 'tp-team-tasks-tasks-cluster-1a2b3c4d'
const issuer = 'oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF'
const arn = (service: string, resource: string) => `arn:aws:${service}:ap-northeast-1:111122223333:${resource}`

/** The identities of a platform of which everything is known. */
export const productionIdentities = (spec: Partial<PlatformIdentitiesSpec> = {}, metadata: Metadata = {}) =>
  composite(
    'PlatformIdentities',
    'tasks-identities',
    {
      region: 'ap-northeast-1',
      clusterName: cluster,
      clusterArn: arn('eks', `cluster/${cluster}`),
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      workloadIdentity: 'IRSA',
      oidcProviderArn: `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
      oidcIssuer: `https://${issuer}`,
      appSecretArns: [
        arn('secretsmanager', 'secret:tasks/database-a1b2c3'),
        arn('secretsmanager', 'secret:tasks/jwt-d4e5f6'),
      ],
      secretsKeyArn: arn('kms', 'key/11111111-1111-1111-1111-111111111111'),
      masterUserSecretArn: arn('secretsmanager', 'secret:rds!db-0b1c2d3e-Zy8xW7'),
      databaseKeyArn: arn('kms', 'key/22222222-2222-2222-2222-222222222222'),
      topicArns: [arn('sns', 'tasks-page'), arn('sns', 'tasks-ticket')],
      topicsKeyArn: arn('kms', 'key/33333333-3333-3333-3333-333333333333'),
      logGroupArns: [arn('logs', 'log-group:/taskplatform/team-tasks/tasks/api')],
      ...spec,
    },
    metadata,
  )
