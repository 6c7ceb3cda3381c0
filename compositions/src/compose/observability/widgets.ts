import { logGroupNames } from '@taskplatform/crds/layers/observability'
import { type Metric, metric, type Statistic } from './metric.ts'
import { logGroupNameOf, topicName } from './observability-names.ts'
import { type ObservabilityPlan, severities } from './observability-plan.ts'

/** A row of the dashboard. */
export type Section = Readonly<{ title: string; widgets: readonly Widget[] }>

/** A graph: series of metrics, and the line from which on an alarm is on. */
export type Widget = Readonly<{
  title: string
  periodSeconds: 60 | 300
  metrics: readonly Series[]
  limit?: number
}>

type Series = Readonly<{ label: string; metric: Metric }>

/** What the dashboard shows: only what is known, from the door inwards. */
export const sectionsOf = (plan: ObservabilityPlan): readonly Section[] => [
  { title: 'Load balancer', widgets: loadBalancerWidgets(plan) },
  { title: 'Database', widgets: databaseWidgets(plan) },
  { title: 'Cache', widgets: cacheWidgets(plan) },
  { title: 'Cluster', widgets: clusterWidgets(plan) },
  { title: 'Way out', widgets: natWidgets(plan) },
  { title: 'Logs and notifications', widgets: deliveryWidgets(plan) },
]

/** The line of the alarm that watches the same. */
const limitOf = (plan: ObservabilityPlan, name: string): { limit?: number } => {
  const alarm = plan.alarms.find((one) => one.name === name)
  return alarm ? { limit: alarm.threshold } : {}
}

const loadBalancerWidgets = (plan: ObservabilityPlan): Widget[] => {
  const { loadBalancer } = plan.spec
  if (!loadBalancer) return []
  const LoadBalancer = loadBalancer.arnSuffix
  const of = (label: string, name: Parameters<typeof metric<'AWS/ApplicationELB'>>[1], stat: Statistic): Series => ({
    label,
    metric: metric('AWS/ApplicationELB', name, { LoadBalancer }, stat),
  })
  const groups = loadBalancer.targetGroupArnSuffixes
  return [
    {
      title: 'Requests',
      periodSeconds: 60,
      metrics: [of('requests', 'RequestCount', 'Sum'), of('connections', 'ActiveConnectionCount', 'Sum')],
    },
    {
      title: 'Failed requests',
      periodSeconds: 60,
      metrics: [
        of('5xx of pods', 'HTTPCode_Target_5XX_Count', 'Sum'),
        of('5xx of the load balancer', 'HTTPCode_ELB_5XX_Count', 'Sum'),
        of('4xx', 'HTTPCode_Target_4XX_Count', 'Sum'),
        of('rejected connections', 'RejectedConnectionCount', 'Sum'),
      ],
    },
    {
      title: 'Response time, s',
      periodSeconds: 60,
      metrics: (['p50', 'p95', 'p99'] as const).map((stat) => of(stat, 'TargetResponseTime', stat)),
      ...limitOf(plan, 'edge-latency'),
    },
    ...groups.map(
      ({ name, arnSuffix }): Widget => ({
        title: `Pods of ${name}`,
        periodSeconds: 60,
        metrics: (['HealthyHostCount', 'UnHealthyHostCount'] as const).map((count) => ({
          label: count === 'HealthyHostCount' ? 'healthy' : 'unhealthy',
          metric: metric(
            'AWS/ApplicationELB by target group',
            count,
            { LoadBalancer, TargetGroup: arnSuffix },
            'Maximum',
          ),
        })),
      }),
    ),
  ]
}

const databaseWidgets = (plan: ObservabilityPlan): Widget[] => {
  const { database } = plan.spec
  if (!database) return []
  const of = (label: string, name: Parameters<typeof metric<'AWS/RDS'>>[1], stat: Statistic = 'Average'): Series => ({
    label,
    metric: metric('AWS/RDS', name, { DBInstanceIdentifier: database.identifier }, stat),
  })
  const widget = (title: string, alarm: string, ...metrics: readonly Series[]): Widget => ({
    title,
    periodSeconds: 300,
    metrics,
    ...limitOf(plan, alarm),
  })
  return [
    widget('Processors, %', 'database-cpu', of('used', 'CPUUtilization')),
    widget('Free memory, bytes', 'database-memory', of('free', 'FreeableMemory')),
    widget('Free storage, bytes', 'database-storage', of('free', 'FreeStorageSpace')),
    widget('Connections', 'database-connections', of('open', 'DatabaseConnections', 'Maximum')),
    widget('Disk latency, s', 'database-read-latency', of('read', 'ReadLatency'), of('write', 'WriteLatency')),
    widget('Disk operations per second', '', of('read', 'ReadIOPS'), of('write', 'WriteIOPS')),
    widget('Requests that wait for the disk', 'database-disk-queue', of('waiting', 'DiskQueueDepth')),
    widget('Used transaction ids', 'database-transaction-ids', of('used', 'MaximumUsedTransactionIDs', 'Maximum')),
  ]
}

const cacheWidgets = (plan: ObservabilityPlan): Widget[] => {
  const nodes = plan.spec.cache?.memberClusters ?? []
  const [first] = nodes
  if (!first) return []
  type Name = Parameters<typeof metric<'AWS/ElastiCache'>>[1]
  const perNode = (name: Name, stat: Statistic, suffix = ''): Series[] =>
    nodes.map((node) => ({
      label: `${node.split('-').at(-1)}${suffix}`,
      metric: metric('AWS/ElastiCache', name, { CacheClusterId: node }, stat),
    }))
  const widget = (title: string, metrics: readonly Series[], limit: { limit?: number } = {}): Widget => ({
    title,
    periodSeconds: 300,
    metrics,
    ...limit,
  })
  return [
    widget('Engine processor, %', perNode('EngineCPUUtilization', 'Average'), limitOf(plan, `cache-cpu-${first}`)),
    widget('Memory, %', perNode('DatabaseMemoryUsagePercentage', 'Average'), limitOf(plan, `cache-memory-${first}`)),
    widget('Hits and misses', [...perNode('CacheHits', 'Sum', ' hits'), ...perNode('CacheMisses', 'Sum', ' misses')]),
    widget('Evictions', perNode('Evictions', 'Sum')),
    widget('Connections', perNode('CurrConnections', 'Maximum')),
    ...(nodes.length > 1 ? [widget('Replication lag, s', perNode('ReplicationLag', 'Maximum'))] : []),
  ]
}

const clusterWidgets = (plan: ObservabilityPlan): Widget[] => {
  const { cluster } = plan.spec
  if (!cluster) return []
  const of = (label: string, name: Parameters<typeof metric<'AWS/EKS'>>[1], stat: Statistic): Series => ({
    label,
    metric: metric('AWS/EKS', name, { ClusterName: cluster.name }, stat),
  })
  const groups = cluster.autoScalingGroupNames
  return [
    {
      title: 'Requests to the Kubernetes API',
      periodSeconds: 60,
      metrics: [
        of('all', 'apiserver_request_total', 'Sum'),
        of('4xx', 'apiserver_request_total_4XX', 'Sum'),
        of('throttled', 'apiserver_request_total_429', 'Sum'),
        of('5xx', 'apiserver_request_total_5XX', 'Sum'),
      ],
    },
    {
      title: 'Kubernetes API, 99th percentile, s',
      periodSeconds: 60,
      metrics: (['GET', 'LIST', 'POST'] as const).map((verb) =>
        of(verb, `apiserver_request_duration_seconds_${verb}_P99`, 'Average'),
      ),
    },
    {
      title: 'Pods that find no node',
      periodSeconds: 60,
      metrics: [of('pods', 'scheduler_pending_pods_UNSCHEDULABLE', 'Sum')],
    },
    {
      title: 'Size of the Kubernetes database, bytes',
      periodSeconds: 300,
      metrics: [of('size', 'apiserver_storage_size_bytes', 'Maximum')],
    },
    ...(groups.length === 0
      ? []
      : [
          {
            title: 'Processors of the nodes, %',
            periodSeconds: 300 as const,
            metrics: groups.map((name) => ({
              label: name,
              metric: metric('AWS/EC2', 'CPUUtilization', { AutoScalingGroupName: name }, 'Average'),
            })),
            ...limitOf(plan, 'cluster-node-cpu'),
          },
        ]),
  ]
}

const natWidgets = ({ spec }: ObservabilityPlan): Widget[] => {
  if (spec.natGatewayIds.length === 0) return []
  const perGateway = (name: Parameters<typeof metric<'AWS/NATGateway'>>[1], stat: Statistic): Series[] =>
    spec.natGatewayIds.map((NatGatewayId) => ({
      label: NatGatewayId,
      metric: metric('AWS/NATGateway', name, { NatGatewayId }, stat),
    }))
  const widget = (title: string, metrics: readonly Series[]): Widget => ({ title, periodSeconds: 60, metrics })
  return [
    widget('Connections through NAT', perGateway('ActiveConnectionCount', 'Maximum')),
    widget('Bytes to the internet', perGateway('BytesOutToDestination', 'Sum')),
    widget('Connections without a port', perGateway('ErrorPortAllocation', 'Sum')),
    widget('Dropped packets', perGateway('PacketsDropCount', 'Sum')),
  ]
}

/** Whether what should be heard of is heard of. */
const deliveryWidgets = (plan: ObservabilityPlan): Widget[] => {
  const perLogGroup = (name: Parameters<typeof metric<'AWS/Logs'>>[1]): Series[] =>
    logGroupNames.map((group) => ({
      label: group,
      metric: metric('AWS/Logs', name, { LogGroupName: logGroupNameOf(plan, group) }, 'Sum'),
    }))
  const perTopic = (name: Parameters<typeof metric<'AWS/SNS'>>[1], word: string): Series[] =>
    severities.map((severity) => ({
      label: `${severity} ${word}`,
      metric: metric('AWS/SNS', name, { TopicName: topicName(plan, severity) }, 'Sum'),
    }))
  return [
    { title: 'Log events', periodSeconds: 300, metrics: perLogGroup('IncomingLogEvents') },
    { title: 'Log bytes', periodSeconds: 300, metrics: perLogGroup('IncomingBytes') },
    {
      title: 'Notifications',
      periodSeconds: 300,
      metrics: [
        ...perTopic('NumberOfNotificationsDelivered', 'delivered'),
        ...perTopic('NumberOfNotificationsFailed', 'failed'),
      ],
    },
  ]
}
