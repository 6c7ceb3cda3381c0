/** How long one kind takes, in seconds of the real service. `patience`: how long the provider itself repeats a refused deletion. */
export type KindTimes = Readonly<{
  create: number
  modify: number
  delete: number
  patience?: number
  /** `log`: seen in logs; `source`: written in the provider's code; `estimate`: a judgement. */
  mark: 'log' | 'source' | 'estimate'
}>

/** When and where the table was made from. */
export const timesSource = {
  asOf: '2026-11-24',
  source:
    'public Terraform and steampipe logs; terraform-provider-aws internal/service/ec2 (waits and retries); 34 network resources became Ready in 160 s on the real provider against a mock of AWS; durations of acceptance tests of internal/service/rds and elasticache (create and destroy: 357-481 s, 790-1106 s)',
} as const

/** The rows by kind, with a second row where one kind has two speeds. */
export const kindTimes: Readonly<Record<string, KindTimes>> = {
  VPC: { create: 20, modify: 5, delete: 1, patience: 300, mark: 'log' },
  Subnet: { create: 8, modify: 5, delete: 1, patience: 1200, mark: 'log' },
  InternetGateway: { create: 3, modify: 3, delete: 10, patience: 1200, mark: 'estimate' },
  EIP: { create: 2, modify: 2, delete: 1, mark: 'estimate' },
  NATGateway: { create: 105, modify: 30, delete: 60, mark: 'log' },
  RouteTable: { create: 2, modify: 2, delete: 2, mark: 'estimate' },
  Route: { create: 2, modify: 2, delete: 2, mark: 'estimate' },
  RouteTableAssociation: { create: 2, modify: 2, delete: 2, mark: 'estimate' },
  DefaultSecurityGroup: { create: 2, modify: 2, delete: 0, mark: 'estimate' },
  SecurityGroup: { create: 4, modify: 2, delete: 2, patience: 900, mark: 'log' },
  SecurityGroupIngressRule: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  SecurityGroupEgressRule: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  VPCEndpoint: { create: 6, modify: 6, delete: 10, mark: 'log' },
  'VPCEndpoint/Interface': { create: 60, modify: 30, delete: 90, mark: 'estimate' },
  VPCEndpointRouteTableAssociation: { create: 6, modify: 1, delete: 6, mark: 'estimate' },
  // the provider waits a minute before each call and makes them one at a time
  VPCEndpointSubnetAssociation: { create: 60, modify: 1, delete: 60, mark: 'source' },
  VPCEndpointSecurityGroupAssociation: { create: 5, modify: 1, delete: 5, mark: 'estimate' },
  // AWS makes and deletes them of its own accord, and is late with the latter
  NetworkInterface: { create: 0, modify: 0, delete: 30, mark: 'estimate' },
  FlowLog: { create: 2, modify: 1, delete: 1, mark: 'estimate' },
  LaunchTemplate: { create: 2, modify: 2, delete: 1, mark: 'estimate' },
  Role: { create: 2, modify: 1, delete: 1, patience: 120, mark: 'estimate' },
  RolePolicy: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  RolePolicyAttachment: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  ServiceLinkedRole: { create: 2, modify: 1, delete: 5, mark: 'estimate' },
  OpenIDConnectProvider: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  Key: { create: 10, modify: 5, delete: 2, mark: 'estimate' },
  Group: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  // acceptance tests of the provider create and delete a cluster in 563 to 735 s, and with an upgrade between in 1297 s
  Cluster: { create: 540, modify: 120, delete: 120, mark: 'log' },
  'Cluster/version': { create: 540, modify: 600, delete: 120, mark: 'log' },
  NodeGroup: { create: 180, modify: 30, delete: 240, mark: 'estimate' },
  'NodeGroup/version': { create: 180, modify: 600, delete: 240, mark: 'estimate' },
  Addon: { create: 60, modify: 60, delete: 20, mark: 'estimate' },
  AccessEntry: { create: 2, modify: 2, delete: 1, mark: 'estimate' },
  AccessPolicyAssociation: { create: 2, modify: 2, delete: 1, mark: 'estimate' },
  PodIdentityAssociation: { create: 2, modify: 2, delete: 1, mark: 'estimate' },
  ClusterAuth: { create: 0, modify: 0, delete: 0, mark: 'source' },
  Instance: { create: 360, modify: 120, delete: 240, mark: 'log' },
  'Instance/Multi-AZ': { create: 720, modify: 180, delete: 300, mark: 'log' },
  DBSubnetGroup: { create: 2, modify: 2, delete: 2, mark: 'estimate' },
  DBParameterGroup: { create: 2, modify: 2, delete: 1, patience: 180, mark: 'source' },
  // minutes to hours with the data that changed since the last one
  DBSnapshot: { create: 180, modify: 2, delete: 5, mark: 'estimate' },
  EventSubscription: { create: 30, modify: 30, delete: 30, mark: 'source' },
  ReplicationGroup: { create: 480, modify: 240, delete: 240, mark: 'log' },
  'ReplicationGroup/replicas': { create: 600, modify: 300, delete: 360, mark: 'log' },
  CacheSubnetGroup: { create: 1, modify: 1, delete: 1, patience: 300, mark: 'source' },
  CacheParameterGroup: { create: 1, modify: 1, delete: 1, patience: 180, mark: 'source' },
  Secret: { create: 2, modify: 1, delete: 2, mark: 'estimate' },
  SecretVersion: { create: 2, modify: 1, delete: 1, mark: 'estimate' },
  SecretPolicy: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  Repository: { create: 2, modify: 1, delete: 3, mark: 'estimate' },
  LifecyclePolicy: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  RepositoryPolicy: { create: 1, modify: 1, delete: 1, patience: 120, mark: 'estimate' },
  Certificate: { create: 10, modify: 2, delete: 2, patience: 1200, mark: 'source' },
  // from the records to the certificate; AWS says up to half an hour
  CertificateValidation: { create: 60, modify: 0, delete: 0, mark: 'estimate' },
  // the provider waits 15 s and then asks every 15 s whether all name servers have it
  Record: { create: 30, modify: 30, delete: 30, mark: 'source' },
  LB: { create: 150, modify: 30, delete: 60, mark: 'estimate' },
  LBTargetGroup: { create: 2, modify: 2, delete: 1, patience: 120, mark: 'source' },
  LBListener: { create: 2, modify: 2, delete: 1, mark: 'estimate' },
  LBListenerRule: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  Bucket: { create: 4, modify: 3, delete: 2, mark: 'estimate' },
  BucketPolicy: { create: 2, modify: 2, delete: 1, mark: 'estimate' },
  BucketPublicAccessBlock: { create: 2, modify: 2, delete: 1, mark: 'estimate' },
  BucketOwnershipControls: { create: 2, modify: 2, delete: 1, mark: 'estimate' },
  BucketServerSideEncryptionConfiguration: { create: 2, modify: 2, delete: 1, mark: 'estimate' },
  BucketLifecycleConfiguration: { create: 3, modify: 3, delete: 1, mark: 'estimate' },
  BucketVersioning: { create: 2, modify: 2, delete: 1, mark: 'estimate' },
  WebACLAssociation: { create: 3, modify: 3, delete: 2, mark: 'estimate' },
  Topic: { create: 2, modify: 1, delete: 1, mark: 'estimate' },
  TopicPolicy: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  TopicSubscription: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  MetricAlarm: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  CompositeAlarm: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
  Dashboard: { create: 1, modify: 1, delete: 1, mark: 'estimate' },
}

/** How the provider itself passes its time, in seconds. */
export const providerTimes = {
  /** It looks at each settled resource that often. */
  poll: 600,
  /** It repeats a refused call within its patience that often. */
  repeat: 10,
  /** How long it takes to notice that something it waited for is there: its retries lie 1 to 60 s apart. */
  notice: 5,
} as const

/** Turns seconds of the real service into milliseconds here; scale 0 makes everything happen at once. */
export const scaled = (seconds: number, timeScale: number): number => Math.round(seconds * 1000 * timeScale)
