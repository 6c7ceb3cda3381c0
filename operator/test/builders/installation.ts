import type { Installation } from '../../src/core/installation.ts'

/** An operator whose management cluster leaves through one address. */
export const installation: Installation = {
  providerPrincipalArn: 'arn:aws:iam::111122223333:role/crossplane-provider-aws',
  managementEgressCidrs: ['198.51.100.7/32'],
  privateAccess: false,
  workloadApiGraceSeconds: 600,
  providerConfigs: [
    { kind: 'ClusterProviderConfig', name: '*', namespaces: ['*'] },
    { kind: 'ProviderConfig', name: '*', namespaces: ['*'] },
  ],
  attachedNetworks: [],
}
