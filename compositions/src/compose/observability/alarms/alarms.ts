import type { PlatformObservabilitySpec } from '@taskplatform/crds/layers/observability'
import type { Alarm } from './alarm.ts'
import { cacheAlarms } from './cache-alarms.ts'
import { clusterAlarms } from './cluster-alarms.ts'
import { databaseAlarms } from './database-alarms.ts'
import { loadBalancerAlarms } from './load-balancer-alarms.ts'
import { natAlarms } from './nat-alarms.ts'

/** Every alarm on what is known so far, those at the door first. One more thing to watch only adds alarms. */
export const alarmsOf = (spec: PlatformObservabilitySpec): readonly Alarm[] => [
  ...(spec.loadBalancer ? loadBalancerAlarms(spec.loadBalancer) : []),
  ...(spec.database ? databaseAlarms(spec.database) : []),
  ...(spec.cache ? cacheAlarms(spec.cache) : []),
  ...(spec.cluster ? clusterAlarms(spec.cluster) : []),
  ...natAlarms(spec.natGatewayIds),
]
