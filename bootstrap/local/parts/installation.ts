/**
 * What the operator is told of the management cluster on this machine: who the twin's provider is in the twin's AWS, and where
 * its requests come from. The address is of a range for documentation (RFC 5737): the twin has no internet.
 */
export const localInstallation = {
  providerPrincipalArn: 'arn:aws:iam::111122223333:role/crossplane-provider-aws',
  managementEgressCidrs: ['198.51.100.0/24'],
  privateAccess: false,
  // a person at the keyboard, or a test, does not wait for ten minutes
  workloadApiGraceSeconds: 30,
}
