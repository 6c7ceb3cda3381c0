import type { BackendName } from './context.ts'

/**
 * What the operator is told of the management cluster on this machine: who the twin's provider is in the twin's AWS, and where
 * its requests come from. The address is of a range for documentation (RFC 5737): the twin has no internet.
 */
export const localInstallation = (backends: readonly BackendName[]) => ({
  providerPrincipalArn: 'arn:aws:iam::111122223333:role/crossplane-provider-aws',
  managementEgressCidrs: ['198.51.100.0/24'],
  privateAccess: false,
  // nobody here waits for ten minutes, and where no cluster really runs there is nothing to wait for
  workloadApiGraceSeconds: backends.includes('clusters') ? 20 : 0,
})
