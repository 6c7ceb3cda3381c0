import { platformDatabaseSpec } from '@taskplatform/crds/layers/database'
import { reportOf } from '../layer-reports.ts'
import type { Layer } from '../layers.ts'
import { networkOutputs } from '../network-outputs.ts'
import { accountOf } from './account-of.ts'
import { composedKind } from './composed-kind.ts'
import { compositeOf } from './composite-of.ts'
import { layerKind } from './layer-kind.ts'

const self = {
  name: 'Database',
  resource: layerKind('PlatformDatabase', 'platformdatabases'),
  schema: platformDatabaseSpec,
} as const

/** PostgreSQL on RDS. It hides behind the cluster: whom it lets in, it learns when EKS has made that group. */
export const database: Layer = {
  ...self,
  needs: ['Network'],
  uses: ['Cluster', 'Observability'],
  late: ['accountId', 'clusterSecurityGroupId', 'eventsTopicArn'],
  required: () => true,
  build: (platform, observed) => {
    const outputs = networkOutputs(platform, observed)
    if ('waitingFor' in outputs) return outputs
    return compositeOf(platform, self, {
      ...platform.spec.database,
      accountId: accountOf(observed),
      vpcId: outputs.vpcId,
      subnetIds: outputs.zones.map(({ dataSubnetId }) => dataSubnetId),
      clusterSecurityGroupId: reportOf(observed, 'Cluster').securityGroupId,
      eventsTopicArn: reportOf(observed, 'Observability').ticketTopicArn,
      deletionProtection: platform.spec.deletionProtection,
      dataPolicy: platform.spec.dataPolicy,
    })
  },
  // its rules name the group of the cluster, which AWS would keep for their sake, and the VPC with it
  retire: {
    spec: { deletionProtection: false, clusterSecurityGroupId: undefined, eventsTopicArn: undefined },
    // the only copy is kept without anybody who manages it: RDS guards it
    retained: { deletionProtection: true },
    arn: 'instanceArn',
    leaving: [composedKind('ec2', 'SecurityGroupIngressRule')],
  },
}
