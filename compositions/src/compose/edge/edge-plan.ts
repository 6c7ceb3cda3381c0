import { createHash } from 'node:crypto'
import { parsePlatformEdgeSpec } from '@taskplatform/crds/contract'
import type { PlatformEdgeSpec, TargetGroupName } from '@taskplatform/crds/layers/edge'
import { type Layer, readComposite } from '../../layer.ts'
import type { Observed } from '../../observed.ts'
import { accountOf } from '../account.ts'

/** All that the parts of the edge decide from. */
export type EdgePlan = Readonly<{
  layer: Layer
  spec: PlatformEdgeSpec
  observed: Observed
  /** Undefined until AWS has told it. */
  account: string | undefined
  /** Host names, that of the application first. None means HTTP only. */
  hostnames: readonly string[]
  /** What stands behind the load balancer. */
  targets: readonly Target[]
}>

/** Pods that get requests: where they listen, and what they answer when they can do their work. */
export type Target = Readonly<{ name: TargetGroupName; port: number; healthPath: string }>

/** Composition keys. They never change their meaning. What AWS would replace when it changes carries the changing part. */
export const keys = {
  securityGroup: 'security-group',
  ingress: (port: number) => `ingress-${port}`,
  egress: (port: number, group: string) => `egress-${port}-${group}`,
  clusterIngress: (port: number, group: string) => `cluster-ingress-${port}-${group}`,
  bucket: 'access-logs',
  bucketPolicy: 'access-logs-policy',
  bucketPart: (part: string) => `access-logs-${part}`,
  loadBalancer: 'load-balancer',
  targetGroup: (name: TargetGroupName) => `target-group-${name}`,
  listener: (protocol: Protocol) => `listener-${protocol}`,
  rule: (protocol: Protocol, name: string) => `listener-rule-${protocol}-${name}`,
  webAcl: (arn: string) => `${webAclPrefix}${hashOf(arn)}`,
  certificate: (names: CertificateNames) =>
    `${certificatePrefix}${hashOf(names.domainName, ...names.alternativeNames)}`,
  certificateValidation: (names: CertificateNames) =>
    `certificate-validation-${hashOf(names.domainName, ...names.alternativeNames)}`,
  validationRecord: (zone: string, hostname: string) => `validation-record-${hostname}-${zone.toLowerCase()}`,
  aliasRecord: (zone: string, hostname: string) => `alias-record-${hostname}-${zone.toLowerCase()}`,
} as const

/** The load balancer listens on one port for each. */
export type Protocol = 'http' | 'https'

/** Names in a certificate: ACM cannot change them. */
export type CertificateNames = Readonly<{ domainName: string; alternativeNames: readonly string[] }>

/** Beginning of the keys of certificates, and of no other key. */
export const certificatePrefix = 'certificate-for-'

/** Beginning of the keys of associations with a web ACL, and of no other key. */
export const webAclPrefix = 'web-acl-association-'

/** Reads a PlatformEdge. Throws a `MalformedCompositeError` that names each bad field. */
export const edgePlan = (composite: unknown, observed: Observed): EdgePlan => {
  const { layer, spec } = readComposite(composite, { layer: 'edge', parseSpec: parsePlatformEdgeSpec })
  const { hostname, alternativeNames, grafanaHostname } = spec
  return {
    layer,
    spec,
    observed,
    account: accountOf(spec.accountId, observed),
    hostnames: [hostname, ...alternativeNames, grafanaHostname].filter((name) => name !== undefined),
    targets: allTargets.filter(({ name }) => name !== 'grafana' || grafanaHostname !== undefined),
  }
}

/**
 * Ready means able to work: the API has its database and cache, the page is served, Grafana has its store. When all targets
 * of a group fail at once, the load balancer sends requests to all of them, so that a deep check takes nothing down.
 */
const allTargets: readonly Target[] = [
  { name: 'api', port: 8080, healthPath: '/health/ready' },
  { name: 'web', port: 8080, healthPath: '/' },
  { name: 'grafana', port: 3000, healthPath: '/api/health' },
]

const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8)
