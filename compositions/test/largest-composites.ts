import type { Composite } from './all-examples.ts'

const largest = (kind: string, spec: object): Composite => ({
  apiVersion: 'aws.taskplatform.dev/v1alpha1',
  kind,
  metadata: { namespace: 'team-tasks', name: `tasks-${kind.replace('Platform', '').toLowerCase()}` },
  spec: { region: 'ap-northeast-1', ...spec },
})

const numbered = (count: number, item: (index: number) => unknown): unknown[] =>
  Array.from({ length: count }, (_, index) => item(index + 1))

const id = (prefix: string) => (index: number) => `${prefix}-0${index}`
const arn = (service: string, rest: string) => (index: number) =>
  `arn:aws:${service}:ap-northeast-1:111122223333:${rest}${index}`
const role = (index: number) => `arn:aws:iam::111122223333:role/role-${index}`
const key = 'arn:aws:kms:ap-northeast-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000001'
const topic = arn('sns', 'topic-')
const zones = ['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d']
const vpcId = 'vpc-01'
const groups = numbered(5, (index) => ({
  name: `group-${index}`,
  instanceTypes: ['m6i.large'],
  size: { min: 1, max: 3 },
}))
const cluster = {
  vpcId,
  subnetIds: numbered(3, id('subnet')),
  version: '1.36',
  providerPrincipalArn: role(0),
  admins: numbered(5, (index) => ({ principalArn: role(index) })),
  nodeGroups: groups,
}
const identities = {
  clusterName: 'tasks',
  clusterArn: 'arn:aws:eks:ap-northeast-1:111122223333:cluster/tasks',
  vpcId,
  appSecretArns: numbered(10, arn('secretsmanager', 'secret:secret-')),
  secretsKeyArn: key,
  masterUserSecretArn: 'arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:master',
  databaseKeyArn: key,
  topicArns: numbered(4, topic),
  topicsKeyArn: key,
  logGroupArns: numbered(10, arn('logs', 'log-group:group-')),
  autoScalingGroupNames: numbered(20, (index) => `group-${index}`),
}

/** One composite of each layer, sometimes two, that asks for as much as its schema allows. */
export const largestComposites: readonly Composite[] = [
  largest('PlatformNetwork', {
    cidr: '10.0.0.0/16',
    availabilityZones: zones,
    natGateways: 'PerZone',
    flowLogs: { enabled: true, retentionDays: 365 },
  }),
  largest('PlatformEndpoints', {
    vpcId,
    vpcCidr: '10.0.0.0/16',
    subnets: zones.map((zone, index) => ({ zone, id: id('subnet')(index) })),
    services: numbered(9, (index) => `service-${index}`),
  }),
  largest('PlatformCluster', { ...cluster, workloadIdentity: 'IRSA' }),
  largest('PlatformCluster', { ...cluster, workloadIdentity: 'PodIdentity' }),
  largest('PlatformIdentities', { ...identities, workloadIdentity: 'PodIdentity' }),
  largest('PlatformIdentities', {
    ...identities,
    workloadIdentity: 'IRSA',
    oidcProviderArn: 'arn:aws:iam::111122223333:oidc-provider/oidc.example.com/id/1',
    oidcIssuer: 'https://oidc.example.com/id/1',
  }),
  largest('PlatformDatabase', {
    vpcId,
    subnetIds: numbered(3, id('subnet')),
    clusterSecurityGroupId: 'sg-01',
    engineVersion: '17',
    databaseName: 'tasks',
    instanceClass: 'db.r6g.large',
    storageGiB: 50,
    maxStorageGiB: 200,
    enhancedMonitoringSeconds: 60,
    performanceInsights: true,
    logExports: ['postgresql', 'upgrade'],
    eventsTopicArn: topic(1),
  }),
  largest('PlatformCache', {
    vpcId,
    subnetIds: numbered(3, id('subnet')),
    clusterSecurityGroupId: 'sg-01',
    engine: 'Redis',
    engineVersion: '7.1',
    nodeType: 'cache.t3.small',
    nodes: 6,
    multiAz: true,
    logDelivery: true,
    eventsTopicArn: topic(1),
  }),
  largest('PlatformRegistry', {
    keepImages: 30,
    customKey: true,
    repositories: numbered(10, (index) => `images-${index}`),
  }),
  largest('PlatformSecrets', { customKey: true, cacheTokenSecretRef: { name: 'token', key: 'token' } }),
  largest('PlatformEdge', {
    vpcId,
    publicSubnetIds: numbered(3, id('subnet')),
    clusterSecurityGroupId: 'sg-01',
    hostname: 'tasks.example.com',
    grafanaHostname: 'grafana.example.com',
    alternativeNames: numbered(5, (index) => `name-${index}.example.com`),
    hostedZoneId: 'Z0123456789',
    accessLogs: { enabled: true, retentionDays: 90 },
    webAclArn: 'arn:aws:wafv2:ap-northeast-1:111122223333:regional/webacl/tasks/0a1b2c3d-0000-4000-8000-000000000001',
  }),
  largest('PlatformObservability', {
    customKey: true,
    emails: {
      page: numbered(2, (index) => `page-${index}@example.com`),
      ticket: numbered(2, (index) => `ticket-${index}@example.com`),
    },
    natGatewayIds: numbered(3, id('nat')),
    database: { identifier: 'tasks', allocatedStorageGiB: 50, maxConnections: 100 },
    cache: { replicationGroupId: 'tasks', memberClusters: numbered(6, (index) => `tasks-00${index}`) },
    loadBalancer: {
      arnSuffix: 'app/tasks/0a1b2c3d',
      targetGroupArnSuffixes: ['api', 'web', 'grafana'].map((name) => ({
        name,
        arnSuffix: `targetgroup/${name}/0a1b2c3d`,
      })),
    },
    cluster: { name: 'tasks', autoScalingGroupNames: numbered(10, (index) => `group-${index}`) },
  }),
]
