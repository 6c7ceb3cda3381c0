import { admin } from '@taskplatform/crds/spec/cluster'
import { ipv4Network } from '@taskplatform/crds/values'
import { z } from 'zod'
import type { Issue } from './issue.ts'
import type { ResolvedSpec } from './resolve.ts'

/** A text in which `*` stands for any number of characters. */
const pattern = z
  .string()
  .min(1)
  .max(127)
  .regex(/^[a-z0-9*./-]+$/, 'must be a name, in which * stands for any number of characters')

const providerConfigs = z.strictObject({
  kind: z.enum(['ClusterProviderConfig', 'ProviderConfig']),
  name: pattern,
  /** Namespaces whose platforms may use it. */
  namespaces: z.array(pattern).min(1).max(100).default(['*']),
  /** IAM role or user that the provider works as with it, at the end of its role chain; `providerPrincipalArn` if not given. */
  principalArn: admin.shape.principalArn.optional(),
})

const attachedNetwork = z.strictObject({
  name: z.string().min(1).max(63),
  /** Platforms that are attached to it, as `NAMESPACE/NAME`. */
  platforms: z.array(pattern).min(1).max(100).default(['*/*']),
  /** Ranges that are in use in it already. */
  cidrs: z.array(ipv4Network).max(100).default([]),
})

/** What holds for every platform of this management cluster; Helm values of the operator. */
export const installation = z.strictObject({
  /** IAM role or user that the AWS provider works as: it signs the tokens of each kubeconfig, so each cluster must admit it. */
  providerPrincipalArn: admin.shape.principalArn,
  /** Networks that requests of the management cluster come from, as the internet sees them. */
  managementEgressCidrs: z.array(ipv4Network).max(10).default([]),
  /** Whether the management cluster reaches the VPCs of platforms privately, through a transit gateway for example. */
  privateAccess: z.boolean().default(false),
  /** Who may use which ProviderConfig. A ProviderConfig is one of the platform's own namespace. */
  providerConfigs: z
    .array(providerConfigs)
    .max(200)
    .default([
      { kind: 'ClusterProviderConfig', name: 'default', namespaces: ['*'] },
      { kind: 'ProviderConfig', name: '*', namespaces: ['*'] },
    ]),
  /**
   * Networks that VPCs of platforms are attached to, by a transit gateway or peering: no two of one network may have addresses in
   * common. None given and `privateAccess` means one that all are attached to.
   */
  attachedNetworks: z.array(attachedNetwork).max(50).default([]),
  /** How long a deletion waits for an EKS cluster that it cannot look into, in seconds, before it goes on and says what may be left. */
  workloadApiGraceSeconds: z.int().min(0).max(86_400).default(600),
})

export type Installation = z.output<typeof installation>

/**
 * Why nobody here could talk to the API server of the cluster that a spec asks for: known before it is made, and half an hour
 * later it would be too late. Empty if the operator will reach it.
 */
export function accessIssues(
  { public: isPublic }: ResolvedSpec['cluster']['apiAccess'],
  { managementEgressCidrs, privateAccess }: Installation,
): readonly Issue[] {
  if (privateAccess) return []
  if (!isPublic) return [{ path: 'spec.cluster.apiAccess.public', message: closed }]
  return managementEgressCidrs.length > 0 ? [] : [{ path: 'spec.cluster.apiAccess', message: unknownEgress }]
}

const closed =
  'must be true: the management cluster has no private way to the API server of the EKS cluster; ' +
  'set it to true (allowedCidrs limits who gets in), or attach the networks and say privateAccess in the configuration of the operator'

const unknownEgress =
  'cannot admit the management cluster, whose addresses are not known: ' +
  'list them as managementEgressCidrs in the configuration of the operator'
