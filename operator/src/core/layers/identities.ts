import { type PlatformIdentitiesSpec, platformIdentitiesSpec } from '@taskplatform/crds/layers/identities'
import { autoScalingGroupNames, type ClusterOutputs, clusterOutputs } from '../cluster-outputs.ts'
import { reportOf } from '../layer-reports.ts'
import type { Layer } from '../layers.ts'
import { type Missing, missingAmong } from '../missing.ts'
import { networkOutputs } from '../network-outputs.ts'
import type { Observed } from '../observed.ts'
import { accountOf } from './account-of.ts'
import { compositeOf } from './composite-of.ts'
import { layerKind } from './layer-kind.ts'

const self = {
  name: 'Identities',
  resource: layerKind('PlatformIdentities', 'platformidentities'),
  schema: platformIdentitiesSpec,
} as const

/** Roles of the workloads: for exactly the secrets, topics and log groups of this platform, so these come first. */
export const identities: Layer = {
  ...self,
  needs: ['Network', 'Cluster', 'Secrets', 'Observability'],
  uses: ['Database'],
  late: ['accountId', 'masterUserSecretArn', 'databaseKeyArn', 'autoScalingGroupNames'],
  required: () => true,
  build: (platform, observed) => {
    const { workloadIdentity } = platform.spec.cluster
    const outputs = networkOutputs(platform, observed)
    const cluster = trustedCluster(workloadIdentity, observed)
    const secrets = secretsIn(observed)
    const telling = tellingIn(observed)
    if ('waitingFor' in outputs || 'waitingFor' in cluster || 'waitingFor' in secrets || 'waitingFor' in telling)
      return missingAmong(outputs, cluster, secrets, telling)
    return compositeOf(platform, self, {
      ...secrets,
      ...telling,
      accountId: accountOf(observed),
      vpcId: outputs.vpcId,
      workloadIdentity,
      clusterName: cluster.clusterName,
      clusterArn: cluster.clusterArn,
      ...(workloadIdentity === 'IRSA' && {
        oidcProviderArn: cluster.oidcProviderArn,
        oidcIssuer: cluster.oidcIssuer,
      }),
      masterUserSecretArn: reportOf(observed, 'Database').masterUserSecretArn,
      databaseKeyArn: reportOf(observed, 'Database').keyArn,
      autoScalingGroupNames: autoScalingGroupNames(observed),
    })
  },
}

/** The cluster, once it can say who a workload is. */
function trustedCluster(workloadIdentity: WorkloadIdentity, observed: Observed): ClusterOutputs | Missing {
  const cluster = clusterOutputs(observed)
  if ('waitingFor' in cluster || workloadIdentity === 'PodIdentity' || cluster.oidcProviderArn) return cluster
  return { waitingFor: 'the OIDC provider of the cluster', from: ['Cluster'] }
}

type WorkloadIdentity = PlatformIdentitiesSpec['workloadIdentity']

/** How many secrets there are to be granted; with fewer known, a policy would say too little. */
const secretNames = ['database', 'jwt', 'cache'] as const

function secretsIn(observed: Observed): Pick<PlatformIdentitiesSpec, 'appSecretArns' | 'secretsKeyArn'> | Missing {
  const { secrets = [], keyArn } = reportOf(observed, 'Secrets')
  const appSecretArns = secretNames.flatMap((name) => secrets.find((one) => one.name === name)?.arn ?? [])
  return appSecretArns.length < secretNames.length
    ? { waitingFor: 'the secrets of the application', from: ['Secrets'] }
    : { appSecretArns, secretsKeyArn: keyArn }
}

function tellingIn(
  observed: Observed,
): Pick<PlatformIdentitiesSpec, 'topicArns' | 'topicsKeyArn' | 'logGroupArns'> | Missing {
  const { pageTopicArn, ticketTopicArn, topicsKeyArn, logGroups = [] } = reportOf(observed, 'Observability')
  if (!pageTopicArn || !ticketTopicArn) return { waitingFor: 'the topics of the alarms', from: ['Observability'] }
  const logGroupArns = logGroups.flatMap(({ arn }) => arn ?? [])
  if (logGroupArns.length === 0 || logGroupArns.length < logGroups.length)
    return { waitingFor: 'the log groups', from: ['Observability'] }
  return { topicArns: [pageTopicArn, ticketTopicArn], topicsKeyArn, logGroupArns }
}
