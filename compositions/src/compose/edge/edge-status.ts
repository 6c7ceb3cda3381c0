import type { PlatformEdgeStatus } from '@taskplatform/crds/layers/edge'
import { asked, identifier, observation } from '../../observed.ts'
import { known } from '../known.ts'
import { validationRecords } from './certificate-validation.ts'
import { certificateNames } from './certificates.ts'
import { type EdgePlan, keys, type Target } from './edge-plan.ts'

/** What pods, alarms and users need to know of the load balancer, each as soon as AWS has told it. */
export const edgeStatus = (edge: EdgePlan): PlatformEdgeStatus => {
  const { observed, account, targets } = edge
  const { name, arnSuffix, dnsName, zoneId } = observation(observed, 'elbv2/LB', keys.loadBalancer)
  const records = validationRecords(edge)
  return known({
    accountId: account,
    url: urlOf(edge, dnsName),
    loadBalancerArn: identifier(observed, keys.loadBalancer),
    loadBalancerName: name,
    arnSuffix,
    dnsName,
    canonicalHostedZoneId: zoneId,
    securityGroupId: identifier(observed, keys.securityGroup),
    certificateArn: certificateArnOf(edge),
    validationRecords: records.length > 0 ? records.map(({ hostname: _, ...record }) => record) : undefined,
    targetGroups: targets.flatMap((target) => targetGroupStatus(edge, target)),
    accessLogBucket: asked(observed, 'elbv2/LB', keys.loadBalancer).accessLogs?.bucket,
  })
}

/** Only what can be opened: an address that nobody listens to is none. */
const urlOf = ({ spec, observed }: EdgePlan, dnsName: string | undefined): string | undefined => {
  const listens = identifier(observed, keys.listener(spec.hostname ? 'https' : 'http')) !== undefined
  if (!listens) return undefined
  if (spec.hostname) return `https://${spec.hostname}`
  return dnsName && `http://${dnsName}`
}

const certificateArnOf = (edge: EdgePlan): string | undefined => {
  const names = certificateNames(edge)
  return edge.spec.certificateArn ?? (names && identifier(edge.observed, keys.certificate(names)))
}

const targetGroupStatus = ({ observed }: EdgePlan, { name, port }: Target) => {
  const key = keys.targetGroup(name)
  const arn = identifier(observed, key)
  if (!arn) return []
  const { arnSuffix } = observation(observed, 'elbv2/LBTargetGroup', key)
  return [{ name, arn, ...(arnSuffix ? { arnSuffix } : {}), port }]
}
