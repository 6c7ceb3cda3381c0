import type { LayerName } from '../../src/core/layer-names.ts'
import { networkIds } from './composite.ts'

/** What each layer reports once it is made; other layers are built from it. */
export const reports = {
  Network: { ...networkIds, accountId: '111122223333', natGatewayIds: ['nat-0'], natPublicIps: ['203.0.113.7'] },
  Endpoints: {},
  Cluster: {
    clusterName: 'tp-tasks-1a2b3c4d',
    clusterArn: 'arn:aws:eks:ap-northeast-1:111122223333:cluster/tp-tasks-1a2b3c4d',
    securityGroupId: 'sg-0c1b',
    oidcIssuer: 'https://oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF',
    oidcProviderArn:
      'arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF',
    nodeGroups: [{ name: 'general', autoScalingGroupNames: ['eks-general-1a2b'] }],
    deletionProtection: false,
  },
  Database: {
    instanceIdentifier: 'tp-tasks-database-1a2b3c4d',
    instanceArn: 'arn:aws:rds:ap-northeast-1:111122223333:db:tp-tasks-database-1a2b3c4d',
    masterUserSecretArn: 'arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:rds!db-1a2b-AbCdEf',
    keyArn: 'arn:aws:kms:ap-northeast-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    allocatedStorageGiB: 20,
    deletionProtection: false,
  },
  Cache: {
    replicationGroupId: 'tp-tasks-cache-1a2b3c4d',
    arn: 'arn:aws:elasticache:ap-northeast-1:111122223333:replicationgroup:tp-tasks-cache-1a2b3c4d',
    memberClusters: ['tp-tasks-cache-1a2b3c4d-001'],
    authTokenSecretRef: { name: 'tasks-cache-token', key: 'token' },
  },
  Registry: {},
  Secrets: {
    keyArn: 'arn:aws:kms:ap-northeast-1:111122223333:key/2234abcd-12ab-34cd-56ef-1234567890ab',
    secrets: ['database', 'jwt', 'cache'].map((name) => ({
      name,
      secretName: `tp-tasks/${name}`,
      arn: `arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:tp-tasks/${name}-AbCdEf`,
    })),
  },
  Edge: {
    loadBalancerArn:
      'arn:aws:elasticloadbalancing:ap-northeast-1:111122223333:loadbalancer/app/tp-tasks/0a1b2c3d4e5f6071',
    arnSuffix: 'app/tp-tasks/0a1b2c3d4e5f6071',
    targetGroups: [{ name: 'api', arn: 'arn', arnSuffix: 'targetgroup/tp-tasks-api/0a1b2c3d4e5f6071', port: 8080 }],
    deletionProtection: false,
  },
  Identities: {},
  Observability: {
    pageTopicArn: 'arn:aws:sns:ap-northeast-1:111122223333:tp-tasks-page',
    ticketTopicArn: 'arn:aws:sns:ap-northeast-1:111122223333:tp-tasks-ticket',
    topicsKeyArn: 'arn:aws:kms:ap-northeast-1:111122223333:key/3234abcd-12ab-34cd-56ef-1234567890ab',
    logGroups: ['api', 'web', 'system'].map((name) => ({
      name,
      logGroupName: `/taskplatform/team-tasks/tasks/${name}`,
      arn: `arn:aws:logs:ap-northeast-1:111122223333:log-group:/taskplatform/team-tasks/tasks/${name}`,
    })),
  },
} as const satisfies Record<LayerName, object>
