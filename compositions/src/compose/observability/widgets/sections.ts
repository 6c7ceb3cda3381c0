import type { ObservabilityPlan } from '../observability-plan.ts'
import { cacheWidgets } from './cache-widgets.ts'
import { clusterWidgets } from './cluster-widgets.ts'
import { databaseWidgets } from './database-widgets.ts'
import { deliveryWidgets } from './delivery-widgets.ts'
import { loadBalancerWidgets } from './load-balancer-widgets.ts'
import { natWidgets } from './nat-widgets.ts'
import type { Section } from './widget.ts'

/** What the dashboard shows: only what is known, from the door inwards. */
export const sectionsOf = (plan: ObservabilityPlan): readonly Section[] => {
  const { spec, alarms } = plan
  const sections: readonly Section[] = [
    { title: 'Load balancer', widgets: spec.loadBalancer ? loadBalancerWidgets(spec.loadBalancer, alarms) : [] },
    { title: 'Database', widgets: spec.database ? databaseWidgets(spec.database, alarms) : [] },
    { title: 'Cache', widgets: spec.cache ? cacheWidgets(spec.cache, alarms) : [] },
    { title: 'Cluster', widgets: spec.cluster ? clusterWidgets(spec.cluster, alarms) : [] },
    { title: 'Way out', widgets: natWidgets(spec.natGatewayIds) },
    { title: 'Logs and notifications', widgets: deliveryWidgets(plan) },
  ]
  return sections.filter(({ widgets }) => widgets.length > 0)
}
