import type { Cause } from './cause.ts'

/** Certificates, host names and load balancers. */
export const edgeCauses: readonly Cause[] = [
  {
    says: /CertificateValidation \S+|PENDING_VALIDATION|VALIDATION_TIMED_OUT/,
    cause:
      'ACM does not see the validation record: the hosted zone is not the one that the internet is sent to, or CAA records forbid Amazon',
    cure: 'let the registrar or the parent zone name the name servers of the hosted zone',
    heals: 'Person',
    command: 'kubectl -n {namespace} get records.route53.aws.m.upbound.io,certificates.acm.aws.m.upbound.io',
  },
  {
    says: /\bNoSuchHostedZone\b|No hosted zone found/,
    cause: 'the hosted zone that spec.dns names does not exist in this account',
    cure: 'correct spec.dns.hostedZoneId',
    heals: 'Person',
    command: 'aws route53 list-hosted-zones',
  },
  {
    says: /\bInvalidChangeBatch\b[^;]*(?:already exists|not permitted)/,
    cause: 'the record exists already, or its name is not in the hosted zone',
    cure: 'delete the record that is there, or correct spec.hostname or spec.dns.hostedZoneId',
    heals: 'Person',
  },
  {
    says: /\b(CertificateNotFound|UnsupportedCertificate)\b/,
    cause: 'the certificate does not exist in this region, or is not issued yet',
    cure: 'correct spec.certificateArn',
    heals: 'Person',
    command: 'aws acm list-certificates',
  },
  {
    says: /\b(WAF(?:NonexistentItem|UnavailableEntity)Exception)\b/,
    cause: 'the web ACL does not exist in this region, or is not ready yet',
    cure: 'name a regional web ACL of this region',
    heals: 'Person',
    command: 'aws wafv2 list-web-acls --scope REGIONAL',
  },
]
