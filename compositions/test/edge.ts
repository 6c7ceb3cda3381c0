import type { PlatformEdgeSpec } from '@taskplatform/crds/layers/edge'

type Metadata = Readonly<{ namespace?: string; name?: string; labels?: Record<string, string> }>

/** An edge as the operator writes it for the Development profile: HTTP only, no logs. State only what matters. */
export const developmentEdge = (spec: Partial<PlatformEdgeSpec> = {}, metadata: Metadata = {}) => ({
  apiVersion: 'aws.taskplatform.dev/v1alpha1',
  kind: 'PlatformEdge',
  metadata: {
    namespace: 'team-tasks',
    name: 'tasks-edge',
    labels: { 'taskplatform.dev/platform': 'tasks' },
    ...metadata,
  },
  spec: {
    region: 'ap-northeast-1',
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    publicSubnetIds: ['subnet-0a', 'subnet-0c'],
    clusterSecurityGroupId: 'sg-0c1',
    ...spec,
  },
})

/** An edge as the operator writes it for the Production profile: TLS for two names, access logs, protected. */
export const productionEdge = (spec: Partial<PlatformEdgeSpec> = {}, metadata: Metadata = {}) =>
  developmentEdge(
    {
      publicSubnetIds: ['subnet-0a', 'subnet-0c', 'subnet-0d'],
      hostname: 'tasks.example.com',
      grafanaHostname: 'grafana.example.com',
      hostedZoneId: 'Z0123456789',
      deletionProtection: true,
      accessLogs: { enabled: true, retentionDays: 90 },
      ...spec,
    },
    metadata,
  )

/** A certificate in ACM that somebody else made. */
export const givenCertificate = 'arn:aws:acm:ap-northeast-1:111122223333:certificate/0a1b2c3d'

/** A web ACL that somebody else made. */
export const givenWebAcl = 'arn:aws:wafv2:ap-northeast-1:111122223333:regional/webacl/tasks/0a1b2c3d'
