import { type PlatformIdentitiesSpec, platformIdentitiesSpec } from '@taskplatform/crds/layers/identities'
import { autoScalingGroupNames, clusterOutputs } from '../cluster-outputs.ts'
import { reportOf } from '../layer-reports.ts'
import type { Layer } from '../layers.ts'
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
    const outputs = networkOutputs(platform, observed)
    if ('waitingFor' in outputs) return outputs
    const cluster = clusterOutputs(observed)
    if ('waitingFor' in cluster) return cluster
    const { workloadIdentity } = platform.spec.cluster
    if (workloadIdentity === 'IRSA' && !cluster.oidcProviderArn)
      return { waitingFor: 'the OIDC provider of the cluster' }
    const granted = grantedIn(observed)
    if ('waitingFor' in granted) return granted
    return compositeOf(platform, self, {
      ...granted,
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

type Granted = Pick<
  PlatformIdentitiesSpec,
  'appSecretArns' | 'secretsKeyArn' | 'topicArns' | 'topicsKeyArn' | 'logGroupArns'
>

/** How many secrets and log groups there are to be granted; with fewer known, a policy would say too little. */
const secretNames = ['database', 'jwt', 'cache'] as const

function grantedIn(observed: Observed): Granted | Readonly<{ waitingFor: string }> {
  const { secrets = [], keyArn } = reportOf(observed, 'Secrets')
  const appSecretArns = secretNames.flatMap((name) => secrets.find((one) => one.name === name)?.arn ?? [])
  if (appSecretArns.length < secretNames.length) return { waitingFor: 'the secrets of the application' }

  const { pageTopicArn, ticketTopicArn, topicsKeyArn, logGroups = [] } = reportOf(observed, 'Observability')
  if (!pageTopicArn || !ticketTopicArn) return { waitingFor: 'the topics of the alarms' }
  const logGroupArns = logGroups.flatMap(({ arn }) => arn ?? [])
  if (logGroupArns.length === 0 || logGroupArns.length < logGroups.length) return { waitingFor: 'the log groups' }
  return { appSecretArns, secretsKeyArn: keyArn, topicArns: [pageTopicArn, ticketTopicArn], topicsKeyArn, logGroupArns }
}
