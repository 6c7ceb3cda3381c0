import { assumedAccount } from '@taskplatform/compositions/assumed/identifiers'
import type { Installation } from '../src/core/installation.ts'

/**
 * The management cluster is not asked offline. Its provider works as a role of the account that does not exist, its requests come
 * from addresses that are reserved for documentation (RFC 5737), and it reaches private API servers.
 */
export const assumedInstallation: Installation = {
  providerPrincipalArn: `arn:aws:iam::${assumedAccount}:role/placeholder-provider-aws`,
  managementEgressCidrs: ['192.0.2.0/24'],
  privateAccess: true,
  workloadApiGraceSeconds: 600,
  providerConfigs: [
    { kind: 'ClusterProviderConfig', name: '*', namespaces: ['*'] },
    { kind: 'ProviderConfig', name: '*', namespaces: ['*'] },
  ],
  attachedNetworks: [],
}

/** UID of a platform that the API server has not seen. */
export const assumedUid = '00000000-0000-0000-0000-000000000000'
