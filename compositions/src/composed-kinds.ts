/** Every kind of managed resource that the compositions make. The local stack installs exactly these CRDs, and types are generated from them. */
export const composedKinds = [
  ec2('VPC', 'vpcs'),
  ec2('Subnet', 'subnets'),
  ec2('InternetGateway', 'internetgateways'),
  ec2('EIP', 'eips'),
  ec2('NATGateway', 'natgateways'),
  ec2('RouteTable', 'routetables'),
  ec2('Route', 'routes'),
  ec2('RouteTableAssociation', 'routetableassociations'),
  ec2('DefaultSecurityGroup', 'defaultsecuritygroups'),
  ec2('SecurityGroup', 'securitygroups'),
  ec2('SecurityGroupIngressRule', 'securitygroupingressrules'),
  ec2('VPCEndpoint', 'vpcendpoints'),
  ec2('VPCEndpointRouteTableAssociation', 'vpcendpointroutetableassociations'),
  ec2('VPCEndpointSubnetAssociation', 'vpcendpointsubnetassociations'),
  ec2('VPCEndpointSecurityGroupAssociation', 'vpcendpointsecuritygroupassociations'),
  ec2('FlowLog', 'flowlogs'),
  managed('iam', 'Role', 'roles'),
  managed('iam', 'RolePolicy', 'rolepolicies'),
  managed('kms', 'Key', 'keys'),
  managed('cloudwatchlogs', 'Group', 'groups'),
] as const

/** A namespaced kind of the AWS provider, named as the API server names it. */
export type ComposedKind = Readonly<{
  group: `${string}.aws.m.upbound.io`
  version: 'v1beta1'
  kind: string
  plural: string
  namespaced: true
}>

function ec2<const Kind extends string, const Plural extends string>(kind: Kind, plural: Plural) {
  return managed('ec2', kind, plural)
}

function managed<const Service extends string, const Kind extends string, const Plural extends string>(
  service: Service,
  kind: Kind,
  plural: Plural,
) {
  return {
    group: `${service}.aws.m.upbound.io`,
    version: 'v1beta1',
    kind,
    plural,
    namespaced: true,
  } as const satisfies ComposedKind
}
