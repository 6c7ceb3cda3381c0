import type { PlatformEndpointsSpec } from '@taskplatform/crds/layers/endpoints'
import type { PlatformNetworkSpec } from '@taskplatform/crds/layers/network'

type Metadata = Readonly<{ namespace?: string; name?: string; labels?: Record<string, string> }>

/** A network as the operator writes it for the Development profile; state only what matters. */
export const developmentNetwork = (spec: Partial<PlatformNetworkSpec> = {}, metadata: Metadata = {}) => ({
  apiVersion: 'aws.taskplatform.dev/v1alpha1',
  kind: 'PlatformNetwork',
  metadata: {
    namespace: 'team-tasks',
    name: 'tasks-network',
    labels: { 'taskplatform.dev/platform': 'tasks' },
    ...metadata,
  },
  spec: {
    region: 'ap-northeast-1',
    cidr: '10.0.0.0/16',
    availabilityZones: ['ap-northeast-1a', 'ap-northeast-1c'],
    natGateways: 'Single',
    flowLogs: { enabled: false, retentionDays: 30 },
    ...spec,
  },
})

/** A network as the operator writes it for the Production profile. */
export const productionNetwork = (spec: Partial<PlatformNetworkSpec> = {}, metadata: Metadata = {}) =>
  developmentNetwork(
    {
      availabilityZones: ['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d'],
      natGateways: 'PerZone',
      flowLogs: { enabled: true, retentionDays: 365 },
      ...spec,
    },
    metadata,
  )

/** The endpoints of the Production profile. */
export const productionEndpoints = (spec: Partial<PlatformEndpointsSpec> = {}, metadata: Metadata = {}) => ({
  apiVersion: 'aws.taskplatform.dev/v1alpha1',
  kind: 'PlatformEndpoints',
  metadata: {
    namespace: 'team-tasks',
    name: 'tasks-endpoints',
    labels: { 'taskplatform.dev/platform': 'tasks' },
    ...metadata,
  },
  spec: {
    region: 'ap-northeast-1',
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    vpcCidr: '10.0.0.0/16',
    subnets: [
      { zone: 'ap-northeast-1a', id: 'subnet-0a' },
      { zone: 'ap-northeast-1c', id: 'subnet-0c' },
      { zone: 'ap-northeast-1d', id: 'subnet-0d' },
    ],
    services: ['ecr.api', 'ecr.dkr', 'sts', 'logs', 'secretsmanager'],
    ...spec,
  },
})
