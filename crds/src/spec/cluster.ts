import { z } from 'zod'
import { list, listBy, oneOf, text } from '../fields.ts'
import { withRules } from '../rule.ts'
import { ipv4Network } from '../values.ts'
import { nodeGroup } from './node-group.ts'

/** Kubernetes versions that EKS offers and we test. Source: EKS release calendar, as of 2026-11-24. */
export const kubernetesVersions = ['1.34', '1.35', '1.36'] as const

/** Address range that EKS takes for Services. */
export const serviceCidr = withRules(ipv4Network, [
  {
    rule: '!isCIDR(self) || (cidr(self).prefixLength() >= 12 && cidr(self).prefixLength() <= 24)',
    message: 'must be a /12 to /24: EKS takes no other size for the addresses of Services',
  },
  {
    rule: "!isCIDR(self) || ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].exists(range, cidr(range).containsCIDR(self))",
    message: 'must lie in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16: EKS takes no other range for Services',
  },
])

const apiAccess = z.object({
  public: z
    .boolean()
    .optional()
    .describe(
      'Whether the API server answers on the internet, to allowedCidrs only. The private endpoint is always on.',
    ),
  allowedCidrs: list(ipv4Network, { max: 40 })
    .optional()
    .describe(
      'Networks that may reach the public endpoint. The egress of the management cluster is added; empty means nobody else.',
    ),
})

/** A principal of IAM that administers the cluster. */
export const admin = z.object({
  principalArn: text({
    min: 20,
    max: 2048,
    pattern: /^arn:aws:iam::[0-9]{12}:(role|user)\/[A-Za-z0-9+=,.@_/-]+$/,
    examples: ['arn:aws:iam::111122223333:role/platform-admin'],
  }).describe('IAM role or user that becomes an administrator of the cluster.'),
})

/** spec.cluster: the EKS cluster and its nodes. */
export const cluster = z.object({
  version: oneOf(kubernetesVersions)
    .optional()
    .describe('Kubernetes version, instead of that of the release. May go up and never down: EKS cannot downgrade.'),
  serviceCidr: serviceCidr
    .optional()
    .describe(
      'Address range of Kubernetes Services; must not overlap network.cidr. Immutable; not set means 172.20.0.0/16 for ever.',
    ),
  workloadIdentity: oneOf(['IRSA', 'PodIdentity']).optional().describe('How pods get AWS credentials.'),
  apiAccess: apiAccess.optional().describe('Who reaches the API server of the cluster.'),
  // each is an access entry and a policy association, and a layer stays under 50 managed resources: name roles, not people
  admins: listBy('principalArn', admin, { max: 5 })
    .optional()
    .describe('Who administers the cluster, besides the operator. Few entries: let people take on one role.'),
  nodeGroups: listBy('name', nodeGroup, { min: 1, max: 5 })
    .optional()
    .describe('Groups of nodes. A list of your own replaces the group of the profile.'),
})
