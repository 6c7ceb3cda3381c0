import type { ServiceModel } from './judge-parameters.ts'

/** The call by which the provider makes a kind. */
export type ApiCall = Readonly<{
  /** Folder of the service among AWS' models. */
  service: string
  operation: string
  /** Parameter that the external name fills. */
  name?: string
  /** Arguments that have another name there, the names being otherwise the same but for case. */
  renamed?: Readonly<Record<string, string>>
}>

/** By `service/Kind`. Kinds that are missing are made by calls whose parameters have little in common with their arguments. */
export const apiCalls: Readonly<Record<string, ApiCall>> = {
  'acm/Certificate': { service: 'acm', operation: 'RequestCertificate' },
  'cloudwatch/Dashboard': { service: 'monitoring', operation: 'PutDashboard', name: 'DashboardName' },
  'cloudwatch/MetricAlarm': {
    service: 'monitoring',
    operation: 'PutMetricAlarm',
    name: 'AlarmName',
    renamed: { metricQuery: '' },
  },
  'cloudwatch/CompositeAlarm': { service: 'monitoring', operation: 'PutCompositeAlarm', name: 'AlarmName' },
  'cloudwatchlogs/Group': { service: 'logs', operation: 'CreateLogGroup', name: 'logGroupName' },
  'ec2/SecurityGroup': { service: 'ec2', operation: 'CreateSecurityGroup', renamed: { name: 'GroupName' } },
  'ecr/LifecyclePolicy': {
    service: 'ecr',
    operation: 'PutLifecyclePolicy',
    renamed: { repository: 'repositoryName', policy: 'lifecyclePolicyText' },
  },
  'ecr/Repository': { service: 'ecr', operation: 'CreateRepository', name: 'repositoryName' },
  'ecr/RepositoryPolicy': {
    service: 'ecr',
    operation: 'SetRepositoryPolicy',
    renamed: { repository: 'repositoryName', policy: 'policyText' },
  },
  'eks/AccessEntry': { service: 'eks', operation: 'CreateAccessEntry' },
  'eks/AccessPolicyAssociation': { service: 'eks', operation: 'AssociateAccessPolicy' },
  'eks/Addon': { service: 'eks', operation: 'CreateAddon' },
  'eks/Cluster': {
    service: 'eks',
    operation: 'CreateCluster',
    name: 'name',
    renamed: { vpcConfig: 'resourcesVpcConfig' },
  },
  'eks/NodeGroup': {
    service: 'eks',
    operation: 'CreateNodegroup',
    name: 'nodegroupName',
    renamed: { subnetIds: 'subnets', nodeRoleArn: 'nodeRole', taint: 'taints' },
  },
  'eks/PodIdentityAssociation': { service: 'eks', operation: 'CreatePodIdentityAssociation' },
  'elasticache/ParameterGroup': {
    service: 'elasticache',
    operation: 'CreateCacheParameterGroup',
    renamed: { name: 'CacheParameterGroupName', family: 'CacheParameterGroupFamily' },
  },
  'elasticache/ReplicationGroup': {
    service: 'elasticache',
    operation: 'CreateReplicationGroup',
    name: 'ReplicationGroupId',
    renamed: { description: 'ReplicationGroupDescription', nodeType: 'CacheNodeType', logDeliveryConfiguration: '' },
  },
  'elasticache/SubnetGroup': {
    service: 'elasticache',
    operation: 'CreateCacheSubnetGroup',
    name: 'CacheSubnetGroupName',
    renamed: { description: 'CacheSubnetGroupDescription' },
  },
  'elbv2/LB': {
    service: 'elasticloadbalancingv2',
    operation: 'CreateLoadBalancer',
    renamed: { loadBalancerType: 'Type' },
  },
  'elbv2/LBTargetGroup': { service: 'elasticloadbalancingv2', operation: 'CreateTargetGroup' },
  'iam/Role': {
    service: 'iam',
    operation: 'CreateRole',
    name: 'RoleName',
    renamed: { assumeRolePolicy: 'AssumeRolePolicyDocument' },
  },
  'iam/RolePolicy': {
    service: 'iam',
    operation: 'PutRolePolicy',
    name: 'PolicyName',
    renamed: { role: 'RoleName', policy: 'PolicyDocument' },
  },
  'kms/Key': { service: 'kms', operation: 'CreateKey' },
  'rds/EventSubscription': {
    service: 'rds',
    operation: 'CreateEventSubscription',
    name: 'SubscriptionName',
    renamed: { snsTopic: 'SnsTopicArn' },
  },
  'rds/Instance': {
    service: 'rds',
    operation: 'CreateDBInstance',
    renamed: { identifier: 'DBInstanceIdentifier', instanceClass: 'DBInstanceClass', username: 'MasterUsername' },
  },
  'rds/ParameterGroup': {
    service: 'rds',
    operation: 'CreateDBParameterGroup',
    name: 'DBParameterGroupName',
    renamed: { family: 'DBParameterGroupFamily' },
  },
  'rds/Snapshot': {
    service: 'rds',
    operation: 'CreateDBSnapshot',
    name: 'DBSnapshotIdentifier',
    renamed: { dbInstanceIdentifier: 'DBInstanceIdentifier' },
  },
  'rds/SubnetGroup': {
    service: 'rds',
    operation: 'CreateDBSubnetGroup',
    name: 'DBSubnetGroupName',
    renamed: { description: 'DBSubnetGroupDescription' },
  },
  'secretsmanager/Secret': { service: 'secretsmanager', operation: 'CreateSecret' },
  'sns/Topic': { service: 'sns', operation: 'CreateTopic', name: 'Name' },
  'sns/TopicSubscription': { service: 'sns', operation: 'Subscribe' },
}

/** The parameters of the call, as its model names them, from a kind's arguments and its external name. */
export const parametersOf = (
  model: ServiceModel,
  { operation, name, renamed = {} }: ApiCall,
  args: Readonly<Record<string, unknown>>,
  externalName: string | undefined,
): Readonly<Record<string, unknown>> => {
  const given = Object.entries(args)
    .filter(([argument]) => argument !== 'tags')
    .map(([argument, value]) => [renamed[argument] ?? argument, value] as const)
  const shape = model.operations[operation]?.input?.shape ?? ''
  const named = name === undefined ? [] : [[name, externalName] as const]
  return asModelled(model, shape, Object.fromEntries([...given, ...named])) as Readonly<Record<string, unknown>>
}

/** Names as the model writes them; fields that it does not know are left out. */
const asModelled = (model: ServiceModel, shapeName: string, value: unknown): unknown => {
  const shape = model.shapes[shapeName]
  if (Array.isArray(value) && shape?.type === 'list')
    return value.map((item) => asModelled(model, shape.member?.shape ?? '', item))
  if (shape?.type === 'list' && isBlock(value) && takesPairs(model, shape.member?.shape))
    return Object.entries(value).map(([Name, Value]) => ({ Name, Value }))
  if (shape?.type !== 'structure' || typeof value !== 'object' || value === null) return value
  const block = Array.isArray(value) ? (value[0] ?? {}) : value
  const members = new Map(
    Object.entries(shape.members ?? {}).map(([name, member]) => [name.toLowerCase(), { name, member }]),
  )
  return Object.fromEntries(
    Object.entries(block).flatMap(([field, inner]) => {
      const found = members.get(field.toLowerCase())
      return found ? [[found.name, asModelled(model, found.member.shape, inner)]] : []
    }),
  )
}

const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Dimensions: a map here, a list of names and values there. */
const takesPairs = (model: ServiceModel, shapeName = ''): boolean =>
  Object.keys(model.shapes[shapeName]?.members ?? {}).join() === 'Name,Value'
