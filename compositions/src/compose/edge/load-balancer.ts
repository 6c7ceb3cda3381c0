import { type Desired, managed, type Parameters, refTo } from '../../managed.ts'
import { hyphenName } from '../../names.ts'
import { asked } from '../../observed.ts'
import { readinessOf } from '../../readiness/readiness.ts'
import { type EdgePlan, keys } from './edge-plan.ts'

/** The load balancer in the public subnets. */
export const loadBalancer = (edge: EdgePlan): Desired => {
  const { layer, spec } = edge
  return managed(layer, 'elbv2/LB', keys.loadBalancer, {
    name: hyphenName(layer.owner, { max: 32 }),
    loadBalancerType: 'application',
    internal: false,
    // the VPC has no IPv6, so that names get A records alone
    ipAddressType: 'ipv4',
    subnets: spec.publicSubnetIds,
    securityGroupRefs: [refTo(layer, keys.securityGroup)],
    enableDeletionProtection: spec.deletionProtection,
    dropInvalidHeaderFields: true,
    desyncMitigationMode: 'defensive',
    xffHeaderProcessingMode: 'append',
    enableHttp2: true,
    // lets an operator take a troubled zone out without touching anything else
    enableZonalShift: true,
    idleTimeout: 60,
    ...logging(edge),
  })
}

/** What the load balancer waits for before it can log. */
export const withheldLogging = (edge: EdgePlan): string[] => {
  if (!edge.spec.accessLogs.enabled || mayLog(edge)) return []
  return [edge.account ? 'the policy of the log bucket, to log requests' : 'the account, to log requests']
}

/** AWS tries to write a file when logging is turned on, and refuses if the policy of the bucket is not there. */
const mayLog = ({ observed }: EdgePlan): boolean =>
  asked(observed, 'elbv2/LB', keys.loadBalancer).accessLogs?.enabled === true ||
  readinessOf('s3/BucketPolicy', observed[keys.bucketPolicy]).state === 'ready'

// a block that is left out changes nothing in AWS: turning off must be said
const logging = (edge: EdgePlan): Pick<Parameters<'elbv2/LB'>, 'accessLogs'> => {
  const { layer, spec, observed } = edge
  const bucketRef = refTo(layer, keys.bucket)
  if (spec.accessLogs.enabled) return mayLog(edge) ? { accessLogs: { enabled: true, bucketRef } } : {}
  const logged = asked(observed, 'elbv2/LB', keys.loadBalancer).accessLogs !== undefined
  return logged ? { accessLogs: { enabled: false, bucketRef } } : {}
}
