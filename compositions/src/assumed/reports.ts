import { kindFacts } from '../generated/kinds.ts'
import { kindOf } from '../kind-of.ts'
import type { ManagedResource } from '../managed-resource.ts'
import type { KindName } from '../observed.ts'
import { assumedAccount, type Identifiers, marked } from './identifiers.ts'

/** What AWS reports of a resource beyond what was asked for: addresses, states, and what it made along the way. */
export const reportOf = (resource: ManagedResource, identifiers: Identifiers): Record<string, unknown> => ({
  ...(kindFacts[kindOf(resource)].arn ? { arn: identifiers.arn } : {}),
  id: idOf(resource, identifiers),
  ...reports[kindOf(resource)]?.({ resource, ...identifiers, region: regionOf(resource) }),
})

/**
 * What the provider calls `id`: the external name, but for kinds that Terraform tells apart by more. Source: documentation of
 * the Terraform provider, attributes of each resource.
 */
const idOf = (resource: ManagedResource, { id, arn }: Identifiers): string => {
  const kind = kindOf(resource)
  if (kind === 'sns/Topic' || kind === 'secretsmanager/Secret') return arn
  if (kind === 'rds/Instance') return databaseResourceId(resource)
  const { clusterName } = asked(resource)
  return kind.startsWith('eks/') && clusterName ? `${clusterName}:${id}` : id
}

type Asked = Identifiers & Readonly<{ resource: ManagedResource; region: string }>

const regionOf = ({ spec }: ManagedResource): string => String(spec.forProvider['region'] ?? '')

const asked = ({ spec }: ManagedResource): Readonly<Record<string, unknown>> => ({
  ...spec.initProvider,
  ...spec.forProvider,
})

const reports: Partial<Record<KindName, (asked: Asked) => Record<string, unknown>>> = {
  'ec2/VPC': () => ({ ownerId: assumedAccount }),
  'ec2/Subnet': () => ({ ownerId: assumedAccount }),
  'ec2/SecurityGroup': () => ({ ownerId: assumedAccount }),
  'ec2/EIP': ({ resource, id }) => ({ allocationId: id, publicIp: documentationAddress(resource) }),
  'ec2/NATGateway': ({ resource }) => ({ publicIp: documentationAddress(resource) }),
  'ec2/Route': () => ({ state: 'active' }),
  'ec2/VPCEndpoint': () => ({ state: 'available' }),
  'ec2/LaunchTemplate': () => ({ latestVersion: 1, defaultVersion: 1 }),
  'eks/Cluster': cluster,
  'eks/NodeGroup': ({ resource, id }) => ({
    status: 'ACTIVE',
    resources: [{ autoscalingGroups: [{ name: `eks-${id}-${marked(resource, 8)}` }] }],
  }),
  'iam/Role': ({ resource }) => ({ uniqueId: `AROA${marked(resource, 8).toUpperCase()}` }),
  'kms/Key': ({ id }) => ({ keyId: id }),
  'rds/Instance': instance,
  'elasticache/ReplicationGroup': replicationGroup,
  'ecr/Repository': ({ id, region }) => ({
    registryId: assumedAccount,
    repositoryUrl: `${assumedAccount}.dkr.ecr.${region}.amazonaws.com/${id}`,
  }),
  'acm/Certificate': certificate,
  'elbv2/LB': ({ resource, arn, region }) => ({
    arnSuffix: arn.split(':loadbalancer/')[1],
    dnsName: `placeholder-${marked(resource, 8)}.${region}.elb.amazonaws.com`,
    zoneId: 'Z00000000000000',
  }),
  'elbv2/LBTargetGroup': ({ arn }) => ({ arnSuffix: arn.split(':').at(-1) }),
  'route53/Record': ({ resource }) => ({ fqdn: asked(resource)['name'] }),
  's3/Bucket': ({ id, region }) => ({ bucketRegionalDomainName: `${id}.s3.${region}.amazonaws.com` }),
}

const namedLike = (resource: ManagedResource, name: string): ManagedResource => ({
  ...resource,
  metadata: { ...resource.metadata, name },
})

/** Address that no host has. Source: RFC 5737. */
const documentationAddress = (resource: ManagedResource): string =>
  `203.0.113.${Number.parseInt(marked(resource, 2), 16) || 1}`

function cluster({ resource, region }: Asked) {
  const vpcConfig = asked(resource)['vpcConfig'] as Readonly<Record<string, unknown>> | undefined
  const issuer = marked(resource, 24).toUpperCase()
  return {
    status: 'ACTIVE',
    endpoint: `https://${issuer}.placeholder.${region}.eks.amazonaws.com`,
    certificateAuthority: [{ data: '' }],
    identity: [{ oidc: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${issuer}` }] }],
    vpcConfig: { ...vpcConfig, clusterSecurityGroupId: `sg-${marked(resource, 9)}` },
  }
}

function instance({ resource, id, region }: Asked) {
  const { engineVersion, allocatedStorage, port, caCertIdentifier } = asked(resource)
  const secretArn = `arn:aws:secretsmanager:${region}:${assumedAccount}:secret:rds!db-${marked(resource, 24)}`
  return {
    status: 'available',
    address: `${id}.placeholder.${region}.rds.amazonaws.com`,
    endpoint: `${id}.placeholder.${region}.rds.amazonaws.com:${port ?? 5432}`,
    port: port ?? 5432,
    resourceId: databaseResourceId(resource),
    engineVersionActual: `${engineVersion}`.includes('.') ? engineVersion : `${engineVersion}.0`,
    allocatedStorage,
    caCertIdentifier: caCertIdentifier ?? 'rds-ca-rsa2048-g1',
    masterUserSecret: [{ secretArn, secretStatus: 'active' }],
  }
}

const databaseResourceId = (resource: ManagedResource): string => `db-${marked(resource, 18).toUpperCase()}`

function replicationGroup({ resource, id, region }: Asked) {
  const { numCacheClusters, engineVersion, port } = asked(resource)
  const nodes = Array.from({ length: Number(numCacheClusters ?? 1) }, (_, index) => `${id}-00${index + 1}`)
  return {
    status: 'available',
    memberClusters: nodes,
    primaryEndpointAddress: `master.${id}.placeholder.${region}.cache.amazonaws.com`,
    readerEndpointAddress: `replica.${id}.placeholder.${region}.cache.amazonaws.com`,
    port: port ?? 6379,
    engineVersionActual: `${engineVersion}.0`,
  }
}

function certificate({ resource }: Asked) {
  const { domainName, subjectAlternativeNames = [] } = asked(resource) as Readonly<{
    domainName?: string
    subjectAlternativeNames?: readonly string[]
  }>
  const names = [...new Set([domainName ?? '', ...subjectAlternativeNames])].filter(Boolean)
  return {
    status: 'ISSUED',
    domainValidationOptions: names.map((name) => ({
      domainName: name,
      // the same for every certificate of a name in an account. Source: ACM guide, "DNS validation"
      resourceRecordName: `_${marked(namedLike(resource, name), 8)}.${name}.`,
      resourceRecordType: 'CNAME',
      resourceRecordValue: `_${marked(resource, 8)}.placeholder.acm-validations.aws.`,
    })),
  }
}
