/**
 * What an edit of a field does.
 * - `Nothing`: nothing in AWS; the operator acts on it.  `Unused`: nothing yet, this release does not act on it.
 * - `AtOnce`: resources are changed in place.  `InWindow`: the same, in the maintenance window.
 * - `Adds`: resources are made or taken away beside what stands, which stays.
 * - `Replaces`: what AWS cannot change is made anew beside the old, takes over, and the old is drained and deleted.
 * - `Refused`: the API server refuses the edit, because AWS would have to replace what cannot be replaced safely.
 */
export type Effect = 'Nothing' | 'Unused' | 'AtOnce' | 'InWindow' | 'Adds' | 'Replaces' | 'Refused'

/** What an edit of a field does, with an edit that shows it: two specs of a Development platform, profile and region left out. */
export type Change = Readonly<{
  field: string
  effect: Effect
  says: string
  shown?: readonly [before: object, after: object]
}>

const group = (more: object, name = 'general') => ({
  cluster: { nodeGroups: [{ name, instanceTypes: ['t3.large'], size: { min: 2, max: 4 }, ...more }] },
})
const taint = (more: object) => group({ taints: [{ key: 'dedicated', effect: 'NoSchedule', value: 'a', ...more }] })
const domain = { hostname: 'tasks.example.com', dns: { hostedZoneId: 'Z0123456789' } }
const certificate = (id: string) => `arn:aws:acm:ap-northeast-1:111122223333:certificate/${id}`
const appFields = [
  ...['source', 'repository', 'tag', 'digest'].map((field) => `image.${field}`),
  ...['min', 'max'].map((field) => `replicas.${field}`),
  ...['requests', 'limits'].flatMap((kind) => ['cpu', 'memory'].map((field) => `resources.${kind}.${field}`)),
]
const window = { day: 'Sunday', startUtc: '18:00', hours: 4 }
const windowWith = {
  day: { ...window, day: 'Monday' },
  startUtc: { ...window, startUtc: '20:00' },
  hours: { ...window, hours: 3 },
}
const replaced =
  'The group is made anew beside the old one; when its nodes are ready the old ones are drained and deleted, one group at a time. Does not wait for the window.'
const workload = 'The workloads of the platform are not deployed by this release.'

/** Every field of the spec, in its order. A test holds this list against the schema, and each edit against what AWS can do. */
export const changes: readonly Change[] = [
  {
    field: 'profile',
    effect: 'Refused',
    says: 'Make another platform.',
    shown: [{}, { profile: 'Production', ...domain }],
  },
  { field: 'region', effect: 'Refused', says: 'Make another platform there.', shown: [{}, { region: 'eu-west-1' }] },
  {
    field: 'release',
    effect: 'Unused',
    says: 'There is one release; what runs keeps the versions that it began with.',
  },
  {
    field: 'deletionProtection',
    effect: 'AtOnce',
    says: 'Cluster, database and load balancer are protected too.',
    shown: [{}, { deletionProtection: true }],
  },
  {
    field: 'dataPolicy',
    effect: 'AtOnce',
    says: 'Decides what a later deletion leaves; nothing is restarted.',
    shown: [{}, { dataPolicy: 'Snapshot' }],
  },
  {
    field: 'suspend',
    effect: 'Nothing',
    says: 'The operator stops, and goes on later. An upgrade begins no further step.',
  },
  {
    field: 'hostname',
    effect: 'Adds',
    says: 'Certificate, records and listener follow; the load balancer stays.',
    shown: [{}, domain],
  },
  {
    field: 'dns.hostedZoneId',
    effect: 'Adds',
    says: 'Records are made in the new zone, and taken from the old one.',
    shown: [domain, { ...domain, dns: { hostedZoneId: 'Z9876543210' } }],
  },
  {
    field: 'certificateArn',
    effect: 'AtOnce',
    says: 'The listener presents the other certificate.',
    shown: [
      { hostname: 'tasks.example.com', certificateArn: certificate('0a1b') },
      { hostname: 'tasks.example.com', certificateArn: certificate('2c3d') },
    ],
  },
  {
    field: 'aws.providerConfigRef.kind',
    effect: 'Refused',
    says: 'Another account would not know what was made in this one.',
    shown: [{}, { aws: { providerConfigRef: { kind: 'ProviderConfig', name: 'default' } } }],
  },
  {
    field: 'aws.providerConfigRef.name',
    effect: 'Refused',
    says: 'As above.',
    shown: [{}, { aws: { providerConfigRef: { kind: 'ClusterProviderConfig', name: 'other' } } }],
  },
  {
    field: 'aws.tags',
    effect: 'AtOnce',
    says: 'Everything is tagged again. Nodes get the tags when they are replaced, which a new version of their launch template does, one group at a time.',
    shown: [{}, { aws: { tags: { 'cost-center': '42' } } }],
  },
  {
    field: 'network.cidr',
    effect: 'Refused',
    says: 'AWS cannot renumber a VPC.',
    shown: [{}, { network: { cidr: '10.1.0.0/16' } }],
  },
  {
    field: 'network.availabilityZones',
    effect: 'Replaces',
    says: 'A third zone gets subnets; the control plane stays in the first ones, and the node groups are made anew over all of them. Less is refused.',
    shown: [{}, { network: { availabilityZones: 3 } }],
  },
  {
    field: 'network.natGateways',
    effect: 'Adds',
    says: 'Gateways are made or taken away; routes change over.',
    shown: [{}, { network: { natGateways: 'PerZone' } }],
  },
  {
    field: 'network.flowLogs.enabled',
    effect: 'Adds',
    says: 'What was logged stays for its days.',
    shown: [{}, { network: { flowLogs: { enabled: true } } }],
  },
  {
    field: 'network.flowLogs.retentionDays',
    effect: 'AtOnce',
    says: 'For what was logged, too.',
    shown: [
      { network: { flowLogs: { enabled: true } } },
      { network: { flowLogs: { enabled: true, retentionDays: 90 } } },
    ],
  },
  {
    field: 'network.interfaceEndpoints',
    effect: 'Adds',
    says: 'Endpoints are made or taken away.',
    shown: [{}, { network: { interfaceEndpoints: true } }],
  },
  {
    field: 'cluster.version',
    effect: 'InWindow',
    says: 'One minor version after the other: control plane, nodes, add-ons. See [upgrades](upgrades.md). Down is refused.',
    shown: [{ cluster: { version: '1.35' } }, { cluster: { version: '1.36' } }],
  },
  {
    field: 'cluster.serviceCidr',
    effect: 'Refused',
    says: 'EKS cannot renumber Services.',
    shown: [{}, { cluster: { serviceCidr: '172.21.0.0/16' } }],
  },
  {
    field: 'cluster.workloadIdentity',
    effect: 'Adds',
    says: 'Trust policies, and roles of the add-ons, change over. The OIDC provider stays for pods that have not been restarted yet.',
    shown: [{}, { cluster: { workloadIdentity: 'PodIdentity' } }],
  },
  {
    field: 'cluster.apiAccess.public',
    effect: 'AtOnce',
    says: 'False is refused where the management cluster could not get in.',
    shown: [{}, { cluster: { apiAccess: { public: false } } }],
  },
  {
    field: 'cluster.apiAccess.allowedCidrs',
    effect: 'AtOnce',
    says: 'Connections that stand are not cut.',
    shown: [{}, { cluster: { apiAccess: { allowedCidrs: ['203.0.113.0/24'] } } }],
  },
  {
    field: 'cluster.admins[].principalArn',
    effect: 'Adds',
    says: 'Access entries are made or taken away.',
    shown: [{}, { cluster: { admins: [{ principalArn: 'arn:aws:iam::111122223333:role/admin' }] } }],
  },
  {
    field: 'cluster.nodeGroups[].name',
    effect: 'Replaces',
    says: 'Another name is another group. The old one goes when all others are ready.',
    shown: [group({}), group({}, 'other')],
  },
  {
    field: 'cluster.nodeGroups[].instanceTypes',
    effect: 'Replaces',
    says: replaced,
    shown: [group({}), group({ instanceTypes: ['m5.large'] })],
  },
  {
    field: 'cluster.nodeGroups[].capacityType',
    effect: 'Replaces',
    says: replaced,
    shown: [group({}), group({ capacityType: 'Spot' })],
  },
  {
    field: 'cluster.nodeGroups[].amiType',
    effect: 'Replaces',
    says: replaced,
    shown: [group({}), group({ amiType: 'BOTTLEROCKET_x86_64' })],
  },
  {
    field: 'cluster.nodeGroups[].size.min',
    effect: 'AtOnce',
    says: 'The autoscaler decides between the bounds.',
    shown: [group({}), group({ size: { min: 1, max: 4 } })],
  },
  {
    field: 'cluster.nodeGroups[].size.desired',
    effect: 'Nothing',
    says: "Read when the group is made; from then on the size is the autoscaler's.",
  },
  {
    field: 'cluster.nodeGroups[].size.max',
    effect: 'AtOnce',
    says: 'As for min.',
    shown: [group({}), group({ size: { min: 2, max: 6 } })],
  },
  {
    field: 'cluster.nodeGroups[].diskGiB',
    effect: 'Replaces',
    says: replaced,
    shown: [group({}), group({ diskGiB: 80 })],
  },
  {
    field: 'cluster.nodeGroups[].labels',
    effect: 'AtOnce',
    says: 'On nodes that run, too.',
    shown: [group({}), group({ labels: { tier: 'front' } })],
  },
  {
    field: 'cluster.nodeGroups[].taints[].key',
    effect: 'AtOnce',
    says: 'On nodes that run, too.',
    shown: [taint({}), taint({ key: 'other' })],
  },
  {
    field: 'cluster.nodeGroups[].taints[].value',
    effect: 'AtOnce',
    says: 'As for key.',
    shown: [taint({}), taint({ value: 'b' })],
  },
  {
    field: 'cluster.nodeGroups[].taints[].effect',
    effect: 'AtOnce',
    says: 'NoExecute evicts pods that do not tolerate it.',
    shown: [taint({}), taint({ effect: 'NoExecute' })],
  },
  {
    field: 'database.engineVersion',
    effect: 'InWindow',
    says: 'A snapshot first, then the upgrade, which the database does not answer during. See [upgrades](upgrades.md). Down is refused.',
    shown: [{ database: { engineVersion: '16' } }, { database: { engineVersion: '17' } }],
  },
  {
    field: 'database.databaseName',
    effect: 'Refused',
    says: 'It would be another, empty database.',
    shown: [{}, { database: { databaseName: 'other' } }],
  },
  {
    field: 'database.instanceClass',
    effect: 'InWindow',
    says: 'RDS restarts the database in its window, which is the same.',
    shown: [{}, { database: { instanceClass: 'db.t3.small' } }],
  },
  {
    field: 'database.storageGiB',
    effect: 'InWindow',
    says: 'Grows without an interruption, and not again for six hours. Less is refused.',
    shown: [{}, { database: { storageGiB: 40 } }],
  },
  {
    field: 'database.maxStorageGiB',
    effect: 'AtOnce',
    says: 'Only a limit.',
    shown: [{}, { database: { maxStorageGiB: 200 } }],
  },
  {
    field: 'database.multiAz',
    effect: 'InWindow',
    says: 'A standby is made or given up; the database goes on.',
    shown: [{}, { database: { multiAz: true } }],
  },
  {
    field: 'database.backupRetentionDays',
    effect: 'InWindow',
    says: 'Backups that are older than allowed go.',
    shown: [{}, { database: { backupRetentionDays: 10 } }],
  },
  {
    field: 'database.restore.snapshotIdentifier',
    effect: 'Refused',
    says: 'Read when the database is made. May be removed.',
    shown: [{}, { database: { restore: { snapshotIdentifier: 'tasks-final' } } }],
  },
  {
    field: 'database.restore.pointInTime',
    effect: 'Refused',
    says: 'As above.',
    shown: [{}, { database: { restore: { pointInTime: '2026-11-20T08:30:00Z', sourceInstanceIdentifier: 'a' } } }],
  },
  {
    field: 'database.restore.sourceInstanceIdentifier',
    effect: 'Refused',
    says: 'As above.',
    shown: [{}, { database: { restore: { pointInTime: '2026-11-20T08:30:00Z', sourceInstanceIdentifier: 'a' } } }],
  },
  {
    field: 'cache.engine',
    effect: 'Refused',
    says: 'The cache would be replaced.',
    shown: [{}, { cache: { engine: 'Valkey', engineVersion: '8.1' } }],
  },
  {
    field: 'cache.engineVersion',
    effect: 'InWindow',
    says: 'One node after the other. See [upgrades](upgrades.md). Down is refused.',
    shown: [{ cache: { engineVersion: '7.0' } }, { cache: { engineVersion: '7.1' } }],
  },
  {
    field: 'cache.nodeType',
    effect: 'InWindow',
    says: 'ElastiCache exchanges the nodes in its window, which is the same.',
    shown: [{}, { cache: { nodeType: 'cache.t3.small' } }],
  },
  {
    field: 'cache.nodes',
    effect: 'InWindow',
    says: 'Replicas are added or removed.',
    shown: [{}, { cache: { nodes: 2 } }],
  },
  {
    field: 'cache.multiAz',
    effect: 'InWindow',
    says: 'From then on a replica takes over when a zone fails.',
    shown: [{ cache: { nodes: 2 } }, { cache: { nodes: 2, multiAz: true } }],
  },
  {
    field: 'registry.keepImages',
    effect: 'Replaces',
    says: 'The lifecycle policies are written anew; images above the number go within a day.',
    shown: [{}, { registry: { keepImages: 20 } }],
  },
  {
    field: 'edge.webAclArn',
    effect: 'Adds',
    says: 'The association is made, or another takes its place.',
    shown: [{}, { edge: { webAclArn: 'arn:aws:wafv2:ap-northeast-1:111122223333:regional/webacl/tasks/0a1b2c3d' } }],
  },
  {
    field: 'edge.accessLogRetentionDays',
    effect: 'Adds',
    says: 'A bucket is made when there is none.',
    shown: [{}, { edge: { accessLogRetentionDays: 30 } }],
  },
  ...['rollback', ...['api', 'web'].flatMap((part) => appFields.map((field) => `${part}.${field}`))].map((field) => ({
    field: `app.${field}`,
    effect: 'Unused' as const,
    says: workload,
  })),
  { field: 'monitoring.metricsRetentionDays', effect: 'Unused', says: workload },
  { field: 'monitoring.metricsStorageGiB', effect: 'Unused', says: `${workload} Less is refused.` },
  {
    field: 'monitoring.logRetentionDays',
    effect: 'AtOnce',
    says: 'For what was logged, too.',
    shown: [{}, { monitoring: { logRetentionDays: 30 } }],
  },
  {
    field: 'monitoring.grafanaHostname',
    effect: 'Adds',
    says: 'Certificate and records follow.',
    shown: [domain, { ...domain, monitoring: { grafanaHostname: 'grafana.tasks.example.com' } }],
  },
  {
    field: 'alerting.email',
    effect: 'Adds',
    says: 'The old address is unsubscribed, and the new one asked for confirmation.',
    shown: [{}, { alerting: { email: 'oncall@example.com' } }],
  },
  ...['slackWebhookSecretRef', 'pagerDutySecretRef'].flatMap((ref) =>
    ['name', 'key'].map((field) => ({ field: `alerting.${ref}.${field}`, effect: 'Unused' as const, says: workload })),
  ),
  ...['name', 'type', 'target', 'windowDays', 'thresholdMilliseconds'].map((field) => ({
    field: `objectives[].${field}`,
    effect: 'Unused' as const,
    says: workload,
  })),
  ...(['day', 'startUtc', 'hours'] as const).map((field) => ({
    field: `maintenance.window.${field}`,
    effect: 'AtOnce' as const,
    says: 'Also for RDS and ElastiCache. An upgrade that waits takes the new window.',
    shown: [{}, { maintenance: { window: windowWith[field] } }] as const,
  })),
  { field: 'maintenance.holdOnErrorBudget', effect: 'Unused', says: 'Error budgets are not measured by this release.' },
  { field: 'budget.monthlyUsd', effect: 'Unused', says: 'Costs are not estimated by this release.' },
  ...['rule', 'owner', 'reason', 'expires'].map((field) => ({
    field: `compliance.exceptions[].${field}`,
    effect: 'Nothing' as const,
    says: 'Findings are judged again.',
  })),
  { field: 'chaos.enabled', effect: 'Unused', says: workload },
]
