import { createHash } from 'node:crypto'
import { partitionOf } from '../aws-facts.ts'
import { kindOf } from '../kind-of.ts'
import type { ManagedResource } from '../managed-resource.ts'
import { externalName, type KindName } from '../observed.ts'

/** Account of everything that is only assumed: no account of AWS consists of zeros. */
export const assumedAccount = '000000000000'

/**
 * What AWS would call a resource: the name that the provider keeps as external name, and the ARN where the kind has one.
 * Names that AWS chooses are placeholders of its form that begin with eight zeros, so that nobody takes them for real.
 */
export type Identifiers = Readonly<{ id: string; arn: string }>

/** Identifiers that the resource is assumed to get. The same resource gets the same ones. */
export const identifiersOf = (resource: ManagedResource): Identifiers => {
  const chosen = externalName(resource)
  const arn = chosen?.startsWith('arn:') ? chosen : arnOf(resource, chosen ?? placeholder(resource))
  if (chosen) return { id: chosen, arn }
  return { id: namedByArn.has(kindOf(resource)) ? arn : placeholder(resource), arn }
}

/** Letters that nobody can foresee, the same for the same resource: eight zeros, then `length` hexadecimal digits. */
export const marked = ({ metadata, kind }: ManagedResource, length: number): string =>
  `00000000${createHash('sha256').update(`${metadata.namespace}/${metadata.name}/${kind}`).digest('hex').slice(0, length)}`

const placeholder = (resource: ManagedResource): string => {
  const prefix = prefixes[kindOf(resource)]
  if (prefix) return `${prefix}-${marked(resource, 9)}`
  if (kindOf(resource) === 'kms/Key') return uuid(resource)
  return `${resource.kind.toLowerCase()}-${marked(resource, 9)}`
}

/** A UUID of the marked form. */
export const uuid = (resource: ManagedResource): string => {
  const digits = marked(resource, 24)
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  )
}

const prefixes: Partial<Record<KindName, string>> = {
  'ec2/VPC': 'vpc',
  'ec2/Subnet': 'subnet',
  'ec2/InternetGateway': 'igw',
  'ec2/EIP': 'eipalloc',
  'ec2/NATGateway': 'nat',
  'ec2/RouteTable': 'rtb',
  'ec2/SecurityGroup': 'sg',
  'ec2/SecurityGroupIngressRule': 'sgr',
  'ec2/SecurityGroupEgressRule': 'sgr',
  'ec2/DefaultSecurityGroup': 'sg',
  'ec2/VPCEndpoint': 'vpce',
  'ec2/LaunchTemplate': 'lt',
  'ec2/FlowLog': 'fl',
  'eks/PodIdentityAssociation': 'a',
}

/** Kinds whose external name is their ARN. Source: config/externalname.go of provider-upjet-aws. */
const namedByArn: ReadonlySet<KindName> = new Set<KindName>([
  'acm/Certificate',
  'elbv2/LB',
  'elbv2/LBListener',
  'elbv2/LBListenerRule',
  'elbv2/LBTargetGroup',
  'iam/OpenIDConnectProvider',
  'secretsmanager/Secret',
  'sns/Topic',
  'sns/TopicSubscription',
])

const arnOf = (resource: ManagedResource, name: string): string => {
  const { region, name: given } = resource.spec.forProvider as Readonly<{ region?: string; name?: string }>
  const [service, path, global] = arnForms[kindOf(resource)]?.({ resource, name: given ?? name }) ?? [
    resource.apiVersion.split('.')[0],
    `${resource.kind.toLowerCase()}/${name}`,
  ]
  const place = global ? '' : (region ?? '')
  const account = service === 's3' ? '' : assumedAccount
  return `arn:${partitionOf(region ?? '')}:${service}:${place}:${account}:${path}`
}

type ArnForm = (
  of: Readonly<{ resource: ManagedResource; name: string }>,
) => readonly [service: string, path: string, global?: 'global']

/** Service and last part of the ARN of a kind. Source: Service Authorization Reference, resource types. */
const arnForms: Partial<Record<KindName, ArnForm>> = {
  'acm/Certificate': ({ resource }) => ['acm', `certificate/${uuid(resource)}`],
  'cloudwatch/CompositeAlarm': ({ name }) => ['cloudwatch', `alarm:${name}`],
  'cloudwatch/MetricAlarm': ({ name }) => ['cloudwatch', `alarm:${name}`],
  'cloudwatchlogs/Group': ({ name }) => ['logs', `log-group:${name}`],
  'eks/Addon': ({ resource, name }) => ['eks', `addon/${clusterIn(resource)}/${name}/${uuid(resource)}`],
  'eks/NodeGroup': ({ resource, name }) => ['eks', `nodegroup/${clusterIn(resource)}/${name}/${uuid(resource)}`],
  'ecr/Repository': ({ name }) => ['ecr', `repository/${name}`],
  'ec2/SecurityGroup': ({ resource }) => ['ec2', `security-group/${placeholder(resource)}`],
  'elasticache/ReplicationGroup': ({ name }) => ['elasticache', `replicationgroup:${name}`],
  'elbv2/LB': ({ resource, name }) => ['elasticloadbalancing', `loadbalancer/app/${name}/${marked(resource, 8)}`],
  'elbv2/LBListener': ({ resource }) => ['elasticloadbalancing', `listener/app/${marked(resource, 8)}`],
  'elbv2/LBListenerRule': ({ resource }) => ['elasticloadbalancing', `listener-rule/app/${marked(resource, 8)}`],
  'elbv2/LBTargetGroup': ({ resource, name }) => ['elasticloadbalancing', `targetgroup/${name}/${marked(resource, 8)}`],
  'iam/OpenIDConnectProvider': ({ resource }) => ['iam', `oidc-provider/${issuerIn(resource)}`, 'global'],
  'iam/Role': ({ name }) => ['iam', `role/${name}`, 'global'],
  'rds/Instance': ({ name }) => ['rds', `db:${name}`],
  's3/Bucket': ({ name }) => ['s3', name, 'global'],
  'secretsmanager/Secret': ({ resource, name }) => ['secretsmanager', `secret:${name}-${marked(resource, 0).slice(2)}`],
  'sns/Topic': ({ name }) => ['sns', name],
  'sns/TopicSubscription': ({ resource, name }) => ['sns', `${name}:${uuid(resource)}`],
}

const clusterIn = ({ spec }: ManagedResource): string => String(spec.forProvider['clusterName'] ?? 'cluster')

const issuerIn = ({ spec }: ManagedResource): string => String(spec.forProvider['url'] ?? '').replace(/^https:\/\//, '')
