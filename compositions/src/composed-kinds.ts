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
  ec2('SecurityGroupEgressRule', 'securitygroupegressrules'),
  ec2('LaunchTemplate', 'launchtemplates'),
  ec2('VPCEndpoint', 'vpcendpoints'),
  ec2('VPCEndpointRouteTableAssociation', 'vpcendpointroutetableassociations'),
  ec2('VPCEndpointSubnetAssociation', 'vpcendpointsubnetassociations'),
  ec2('VPCEndpointSecurityGroupAssociation', 'vpcendpointsecuritygroupassociations'),
  ec2('FlowLog', 'flowlogs'),
  managed('iam', 'Role', 'roles'),
  managed('iam', 'RolePolicy', 'rolepolicies'),
  managed('kms', 'Key', 'keys'),
  managed('cloudwatchlogs', 'Group', 'groups'),
  managed('eks', 'Cluster', 'clusters'),
  managed('eks', 'ClusterAuth', 'clusterauths'),
  managed('eks', 'NodeGroup', 'nodegroups'),
  managed('eks', 'Addon', 'addons'),
  managed('eks', 'AccessEntry', 'accessentries'),
  managed('eks', 'AccessPolicyAssociation', 'accesspolicyassociations'),
  managed('eks', 'PodIdentityAssociation', 'podidentityassociations'),
  managed('iam', 'RolePolicyAttachment', 'rolepolicyattachments'),
  managed('iam', 'OpenIDConnectProvider', 'openidconnectproviders'),
  managed('iam', 'ServiceLinkedRole', 'servicelinkedroles'),
  managed('rds', 'Instance', 'instances'),
  managed('rds', 'SubnetGroup', 'subnetgroups'),
  managed('rds', 'ParameterGroup', 'parametergroups'),
  managed('rds', 'EventSubscription', 'eventsubscriptions'),
  managed('rds', 'Snapshot', 'snapshots'),
  managed('elasticache', 'ReplicationGroup', 'replicationgroups'),
  managed('elasticache', 'SubnetGroup', 'subnetgroups'),
  managed('elasticache', 'ParameterGroup', 'parametergroups'),
  managed('ecr', 'Repository', 'repositories'),
  managed('ecr', 'LifecyclePolicy', 'lifecyclepolicies'),
  managed('ecr', 'RepositoryPolicy', 'repositorypolicies'),
  managed('secretsmanager', 'Secret', 'secrets'),
  managed('secretsmanager', 'SecretVersion', 'secretversions'),
  managed('secretsmanager', 'SecretPolicy', 'secretpolicies'),
  managed('acm', 'Certificate', 'certificates'),
  managed('acm', 'CertificateValidation', 'certificatevalidations'),
  managed('route53', 'Record', 'records'),
  managed('elbv2', 'LB', 'lbs'),
  managed('elbv2', 'LBListener', 'lblisteners'),
  managed('elbv2', 'LBListenerRule', 'lblistenerrules'),
  managed('elbv2', 'LBTargetGroup', 'lbtargetgroups'),
  managed('s3', 'Bucket', 'buckets'),
  managed('s3', 'BucketPolicy', 'bucketpolicies'),
  managed('s3', 'BucketPublicAccessBlock', 'bucketpublicaccessblocks'),
  managed('s3', 'BucketOwnershipControls', 'bucketownershipcontrols'),
  managed('s3', 'BucketServerSideEncryptionConfiguration', 'bucketserversideencryptionconfigurations'),
  managed('s3', 'BucketLifecycleConfiguration', 'bucketlifecycleconfigurations'),
  managed('s3', 'BucketVersioning', 'bucketversionings'),
  managed('wafv2', 'WebACLAssociation', 'webaclassociations'),
  managed('sns', 'Topic', 'topics'),
  managed('sns', 'TopicPolicy', 'topicpolicies'),
  managed('sns', 'TopicSubscription', 'topicsubscriptions'),
  managed('cloudwatch', 'MetricAlarm', 'metricalarms'),
  managed('cloudwatch', 'CompositeAlarm', 'compositealarms'),
  managed('cloudwatch', 'Dashboard', 'dashboards'),
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
