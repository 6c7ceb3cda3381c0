/**
 * The metrics that alarms and widgets may use, with the dimensions that AWS publishes them under. A metric asked for under any other
 * dimension is always empty, and nobody notices. Those of AWS/EKS need no agent in the cluster.
 */
export const metricCatalog = {
  asOf: '2026-11-24',
  source:
    'CloudWatch metrics pages in the user guides of RDS, ElastiCache, Elastic Load Balancing, VPC, EKS, EC2 Auto Scaling, CloudWatch Logs and SNS; from memory, EKS looked up',
  namespaces: {
    'AWS/RDS': {
      dimensions: ['DBInstanceIdentifier'],
      metrics: [
        'CPUUtilization',
        'FreeableMemory',
        'FreeStorageSpace',
        'DatabaseConnections',
        'ReadLatency',
        'WriteLatency',
        'ReadIOPS',
        'WriteIOPS',
        'DiskQueueDepth',
        'MaximumUsedTransactionIDs',
      ],
    },
    'AWS/ElastiCache': {
      dimensions: ['CacheClusterId'],
      metrics: [
        'EngineCPUUtilization',
        'DatabaseMemoryUsagePercentage',
        'Evictions',
        'ReplicationLag',
        'CurrConnections',
        'CacheHits',
        'CacheMisses',
      ],
    },
    'AWS/ApplicationELB': {
      dimensions: ['LoadBalancer'],
      metrics: [
        'RequestCount',
        'HTTPCode_Target_4XX_Count',
        'HTTPCode_Target_5XX_Count',
        'HTTPCode_ELB_5XX_Count',
        'TargetResponseTime',
        'RejectedConnectionCount',
        'ActiveConnectionCount',
      ],
    },
    'AWS/ApplicationELB by target group': {
      dimensions: ['LoadBalancer', 'TargetGroup'],
      metrics: ['HealthyHostCount', 'UnHealthyHostCount'],
    },
    'AWS/NATGateway': {
      dimensions: ['NatGatewayId'],
      metrics: [
        'ErrorPortAllocation',
        'PacketsDropCount',
        'PacketsInFromSource',
        'PacketsInFromDestination',
        'ActiveConnectionCount',
        'BytesOutToDestination',
      ],
    },
    'AWS/EKS': {
      dimensions: ['ClusterName'],
      metrics: [
        'apiserver_request_total',
        'apiserver_request_total_4XX',
        'apiserver_request_total_429',
        'apiserver_request_total_5XX',
        'apiserver_request_duration_seconds_GET_P99',
        'apiserver_request_duration_seconds_LIST_P99',
        'apiserver_request_duration_seconds_POST_P99',
        'apiserver_storage_size_bytes',
        'scheduler_pending_pods_UNSCHEDULABLE',
      ],
    },
    'AWS/EC2': { dimensions: ['AutoScalingGroupName'], metrics: ['CPUUtilization'] },
    'AWS/Logs': { dimensions: ['LogGroupName'], metrics: ['IncomingLogEvents', 'IncomingBytes'] },
    'AWS/SNS': {
      dimensions: ['TopicName'],
      metrics: ['NumberOfNotificationsDelivered', 'NumberOfNotificationsFailed'],
    },
  },
} as const

type Catalog = typeof metricCatalog.namespaces

/** A namespace of CloudWatch, with the set of dimensions where it publishes under several. */
export type Source = keyof Catalog

/** Name of a metric of a source. */
export type MetricName<From extends Source> = Catalog[From]['metrics'][number]

/** A time series in CloudWatch, and how its points are summed up over a period. */
export type Metric = Readonly<{
  namespace: string
  name: string
  dimensions: Readonly<Record<string, string>>
  stat: Statistic
}>

/** Statistic of CloudWatch, or a percentile. */
export type Statistic = 'Average' | 'Sum' | 'Minimum' | 'Maximum' | `p${number}`

/** A metric of the catalogue, under all the dimensions that it is published with. */
export const metric = <From extends Source>(
  source: From,
  name: MetricName<From>,
  dimensions: Readonly<Record<Catalog[From]['dimensions'][number], string>>,
  stat: Statistic,
): Metric => ({ namespace: source.replace(/ .*$/, ''), name, dimensions, stat })
