/**
 * What a refusal most likely means, and what helps. `$1` in the texts is what the first group of `says` caught.
 * `command` is what to type next when looking at the object itself does not help: `{namespace}`, `{platform}` and `{object}`
 * (resource and name, as kubectl takes them) are filled in.
 */
export type Cause = Readonly<{
  says: RegExp
  cause: string
  cure: string
  /** Whether it passes by itself, as throttling does, or lasts until somebody does something. */
  heals: 'Time' | 'Person'
  command?: string
  /** The reason of Stalled that says more than `Refused` does. */
  reason?: 'ProviderConfigMissing'
}>

/** Where the codes and words of AWS in this folder come from, and what they were held against. */
export const causesProvenance = {
  asOf: '2026-11-24',
  source:
    'error codes of the API references of EC2, EKS, RDS, ElastiCache, ELB, ACM, KMS, Secrets Manager, ECR, IAM and Route 53 and codes of Service ' +
    'Quotas, from memory; the words of Crossplane and of the provider as crossplane-runtime v2 and upjet v2 write them; codes that the AWS twin plays are tested',
} as const
