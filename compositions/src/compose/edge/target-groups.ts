import { type Desired, managed } from '../../managed.ts'
import { hyphenName } from '../../names.ts'
import { asked, identifier } from '../../observed.ts'
import { type EdgePlan, keys, type Target } from './edge-plan.ts'

/** A target group for each kind of pod. Pods join by their addresses, through a TargetGroupBinding in the cluster. */
export const targetGroups = (edge: EdgePlan): Desired[] => edge.targets.map((target) => targetGroup(edge, target))

/**
 * ARN of a target group, or else the one that whoever forwards to it was given before. References are no choice here: the API
 * server replaces lists of actions whole, and the provider would write its answer into them again and again.
 */
export const targetGroupArn = (
  { observed }: EdgePlan,
  name: Target['name'],
  kind: 'elbv2/LBListener' | 'elbv2/LBListenerRule',
  user: string,
): string | undefined => identifier(observed, keys.targetGroup(name)) ?? givenBefore({ observed }, kind, user)

const givenBefore = (
  { observed }: Pick<EdgePlan, 'observed'>,
  kind: 'elbv2/LBListener' | 'elbv2/LBListenerRule',
  user: string,
): string | undefined => {
  const actions =
    kind === 'elbv2/LBListener' ? asked(observed, kind, user).defaultAction : asked(observed, kind, user).action
  return actions?.find(({ targetGroupArn }) => targetGroupArn)?.targetGroupArn
}

const targetGroup = ({ layer, spec }: EdgePlan, { name, port, healthPath }: Target): Desired =>
  managed(layer, 'elbv2/LBTargetGroup', keys.targetGroup(name), {
    name: hyphenName(layer.owner, { max: 32, suffix: name }),
    vpcId: spec.vpcId,
    targetType: 'ip',
    ipAddressType: 'ipv4',
    protocol: 'HTTP',
    protocolVersion: 'HTTP1',
    port,
    loadBalancingAlgorithmType: 'least_outstanding_requests',
    // longer than any request may take; a pod waits at least as long before it stops
    deregistrationDelay: '30',
    healthCheck: {
      enabled: true,
      protocol: 'HTTP',
      port: 'traffic-port',
      path: healthPath,
      matcher: '200',
      interval: 10,
      timeout: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
    },
  })
