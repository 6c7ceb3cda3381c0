import { type Desired, managed } from '../../managed.ts'
import { observation } from '../../observed.ts'
import { areReady } from '../gate.ts'
import { tokenAudience } from '../workload-trust.ts'
import { type ClusterPlan, keys } from './plan.ts'

/**
 * Makes IAM believe the service account tokens of the cluster. Once made it stays, also after a change to Pod Identity: pods that
 * have not restarted yet still come with such tokens.
 */
export const oidcProvider = (cluster: ClusterPlan): Desired[] => {
  const issuer = issuerOf(cluster)
  if (!issuer || !isMade(cluster)) return []
  return [
    managed(cluster.layer, 'iam/OpenIDConnectProvider', keys.oidcProvider, {
      url: issuer,
      clientIdList: [tokenAudience],
    }),
  ]
}

/** The URL is in no name that we could know: only the cluster tells it. */
export const withheldOidcProvider = (cluster: ClusterPlan): string[] =>
  cluster.spec.workloadIdentity === 'IRSA' && !issuerOf(cluster)
    ? ['the issuer of the service account tokens of the cluster']
    : []

/** URL of the issuer; what was made with it remembers it. */
export const issuerOf = ({ observed }: ClusterPlan): string | undefined =>
  observation(observed, 'eks/Cluster', keys.cluster).identity?.[0]?.oidc?.[0]?.issuer ??
  (observed[keys.oidcProvider]?.spec.forProvider['url'] as string | undefined)

const isMade = ({ spec, observed }: ClusterPlan): boolean =>
  observed[keys.oidcProvider] !== undefined ||
  (spec.workloadIdentity === 'IRSA' && areReady(observed, [{ kind: 'eks/Cluster', key: keys.cluster }]))
