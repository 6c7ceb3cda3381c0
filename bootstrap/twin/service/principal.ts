/** The role under which the provider calls AWS; nothing in a ProviderConfig says otherwise. */
export const providerPrincipal = ({ accountId }: Readonly<{ accountId: string }>): string =>
  `arn:aws:iam::${accountId}:role/crossplane-provider-aws`
