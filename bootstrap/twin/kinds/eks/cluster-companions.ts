import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Companion } from '../../service/companions.ts'
import { derivedId } from '../../service/ids.ts'
import { providerPrincipal } from '../../service/principal.ts'
import type { World } from '../../service/world.ts'
import { interfaceIn, interfacesBehind } from '../ec2/network-interface.ts'

/** The id of the security group that EKS makes for a cluster and puts around its interfaces and its nodes. */
export const clusterSecurityGroupId = (
  { accountId, region }: Pick<World, 'accountId' | 'region'>,
  name: string,
): string => derivedId('sg', `eks/${accountId}/${region}/${name}`)

/** What EKS makes along with a cluster: its security group, and interfaces of the control plane in two of its subnets. */
export const clusterCompanions = (world: World, resource: AwsResource): Companion[] => {
  const {
    subnetIds,
    securityGroupIds = [],
    vpcId,
  } = resource.attributes['vpcConfig'] as Readonly<{
    subnetIds: readonly string[]
    securityGroupIds?: readonly string[]
    vpcId: unknown
  }>
  const groupId = clusterSecurityGroupId(world, resource.id)
  const interfaces = inTwoZones(world, subnetIds).map((subnetId) =>
    interfaceIn(world, {
      of: `eks/${resource.id}`,
      subnetId,
      securityGroups: [groupId, ...securityGroupIds],
      description: `Amazon EKS ${resource.id}`,
    }),
  )
  const own = new Set(interfaces.map(({ id }) => id))
  const group = securityGroup(world, resource, vpcId, isUsedByOthers(world, groupId, own))
  return [...interfaces, group, ...creatorAccess(world, resource)]
}

/** Who makes a cluster administers it, unless asked otherwise. */
const creatorAccess = (world: World, { id, attributes }: AwsResource): Companion[] => {
  const { authenticationMode, bootstrapClusterCreatorAdminPermissions } = attributes['accessConfig'] as Readonly<{
    authenticationMode: string
    bootstrapClusterCreatorAdminPermissions: boolean
  }>
  if (!bootstrapClusterCreatorAdminPermissions || !authenticationMode.includes('API')) return []
  const principalArn = providerPrincipal(world)
  const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy'
  const entry = { clusterName: id, principalArn, type: 'STANDARD', userName: principalArn }
  const association = { clusterName: id, principalArn, policyArn, accessScope: { type: 'cluster' } }
  return [
    { kind: 'AccessEntry', id: `${id}:${principalArn}`, attributes: entry },
    { kind: 'AccessPolicyAssociation', id: `${id}#${principalArn}#${policyArn}`, attributes: association },
  ]
}

const inTwoZones = (world: World, subnetIds: readonly string[]): string[] => {
  const byZone = new Map<unknown, string>()
  for (const id of subnetIds) {
    const zone = world.get('Subnet', id)?.attributes['availabilityZone']
    if (!byZone.has(zone)) byZone.set(zone, id)
  }
  return [...byZone.values()].slice(0, 2)
}

/** AWS keeps the group when a rule of another one still names it, or somebody else's interface is in it. */
const isUsedByOthers = (world: World, groupId: string, own: ReadonlySet<string>): boolean =>
  interfacesBehind(world, groupId).some(({ id }) => !own.has(id)) ||
  ['SecurityGroupIngressRule', 'SecurityGroupEgressRule']
    .flatMap((kind) => world.all(kind))
    .some(
      ({ attributes }) =>
        attributes['referencedSecurityGroupId'] === groupId && attributes['securityGroupId'] !== groupId,
    )

const securityGroup = (world: World, { id }: AwsResource, vpcId: unknown, kept: boolean): Companion => {
  const groupId = clusterSecurityGroupId(world, id)
  const attributes: Attributes = {
    arn: arnOf(world, 'ec2', `security-group/${groupId}`),
    description:
      'EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.',
    name: `eks-cluster-sg-${id}-${groupId.slice(-8)}`,
    ownerId: world.accountId,
    tags: { Name: `eks-cluster-sg-${id}`, 'aws:eks:cluster-name': id, [`kubernetes.io/cluster/${id}`]: 'owned' },
    vpcId,
  }
  return { kind: 'SecurityGroup', id: groupId, attributes, kept }
}
