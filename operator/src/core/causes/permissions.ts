import type { Cause } from './cause.ts'

/** Who may do what: the provider's identity lacks a permission, cannot be assumed, or an organization forbids it. */
export const permissionCauses: readonly Cause[] = [
  {
    says: /with an explicit deny in a service control policy/,
    cause: 'a service control policy of the organization forbids the call, whatever the role allows',
    cure: 'let the owner of the organization except this account or this region from the policy',
    heals: 'Person',
  },
  {
    says: /not authorized to perform:? ([\w-]+:\w+)/,
    cause: 'the identity that the AWS provider works as has no permission for $1',
    cure: 'allow $1 in the policy of its IAM role; the provider tries again by itself',
    heals: 'Person',
  },
  {
    says: /AssumeRole|operation error STS|InvalidIdentityToken|InvalidClientTokenId|ExpiredToken|UnrecognizedClient|no EC2 IMDS role found|failed to refresh cached credentials/,
    cause: 'the AWS provider could not take up its identity: the role does not trust it, or its credentials have ended',
    cure: 'check the trust policy of the role and the credentials that the ProviderConfig names',
    heals: 'Person',
    command: 'kubectl -n {namespace} describe clusterproviderconfigs.aws.m.upbound.io,providerconfigs.aws.m.upbound.io',
  },
  {
    says: /\b(UnauthorizedOperation|AccessDenied(?:Exception)?|AuthorizationError|NotAuthorized)\b/,
    cause: 'the identity that the AWS provider works as may not make this call',
    cure: 'allow the call in the policy of its IAM role, or in the policy of the key or resource that refuses it',
    heals: 'Person',
  },
  {
    says: /OptInRequired|SubscriptionRequired|RegionDisabled|is not enabled in this account/,
    cause: 'the account has not opted in to the service or the region',
    cure: 'enable the region or the service in the settings of the account',
    heals: 'Person',
  },
  {
    says: /cannot get referenced (?:Cluster)?ProviderConfig|ProviderConfig[^;]*not found/,
    cause: 'the ProviderConfig that spec.aws names does not exist',
    cure: 'make it, or correct spec.aws.providerConfigRef',
    heals: 'Person',
    command: 'kubectl -n {namespace} get clusterproviderconfigs.aws.m.upbound.io,providerconfigs.aws.m.upbound.io',
    reason: 'ProviderConfigMissing',
  },
]
