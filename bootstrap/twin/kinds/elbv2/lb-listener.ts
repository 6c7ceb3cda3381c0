import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { actionsRefusal } from './actions.ts'
import { certificateRefusal } from './listener-certificate.ts'
import { suffixFrom } from './names.ts'

/** A port on which a load balancer listens, and what it does with requests. */
export const lbListener: Kind = {
  resource: managed('elbv2', 'LBListener', 'lblisteners'),
  title: 'ELBv2 Listener',
  service: 'Elastic Load Balancing v2',
  calls: { create: 'CreateListener', modify: 'ModifyListener', delete: 'DeleteListener' },
  context: { create: ({ args }) => `creating ELBv2 Listener (${args['loadBalancerArn']})` },
  arguments: [
    'alpnPolicy',
    'certificateArn',
    'defaultAction',
    'loadBalancerArn',
    'mutualAuthentication',
    'port',
    'protocol',
    'region',
    'routingHttpRequestXAmznMtlsClientcertHeaderName',
    'routingHttpRequestXAmznMtlsClientcertIssuerHeaderName',
    'routingHttpRequestXAmznMtlsClientcertLeafHeaderName',
    'routingHttpRequestXAmznMtlsClientcertSerialNumberHeaderName',
    'routingHttpRequestXAmznMtlsClientcertSubjectHeaderName',
    'routingHttpRequestXAmznMtlsClientcertValidityHeaderName',
    'routingHttpRequestXAmznTlsCipherSuiteHeaderName',
    'routingHttpRequestXAmznTlsVersionHeaderName',
    'routingHttpResponseAccessControlAllowCredentialsHeaderValue',
    'routingHttpResponseAccessControlAllowHeadersHeaderValue',
    'routingHttpResponseAccessControlAllowMethodsHeaderValue',
    'routingHttpResponseAccessControlAllowOriginHeaderValue',
    'routingHttpResponseAccessControlExposeHeadersHeaderValue',
    'routingHttpResponseAccessControlMaxAgeHeaderValue',
    'routingHttpResponseContentSecurityPolicyHeaderValue',
    'routingHttpResponseServerEnabled',
    'routingHttpResponseStrictTransportSecurityHeaderValue',
    'routingHttpResponseXContentTypeOptionsHeaderValue',
    'routingHttpResponseXFrameOptionsHeaderValue',
    'sslPolicy',
    'tags',
    'tcpIdleTimeoutSeconds',
  ],
  replacing: replacingOf('elbv2', 'LBListener'),
  references: [
    { argument: 'defaultAction.forward.targetGroup.arn', to: 'LBTargetGroup', value: 'name' },
    { argument: 'defaultAction.targetGroupArn', to: 'LBTargetGroup', value: 'name' },
    { argument: 'loadBalancerArn', to: 'LB', value: 'name' },
  ],
  naming: {
    by: 'aws',
    id: (from, { args }) =>
      `${String(args['loadBalancerArn']).replace(':loadbalancer/', ':listener/')}/${suffixFrom(from)}`,
  },
  within: { loadBalancerArn: 'LB' },
  create: (world, { id, args }) =>
    world.get('LB', args['loadBalancerArn'])
      ? (settingsOf(world, id, args) ?? { arn: id, ...defaults(args) })
      : refuse('LoadBalancerNotFound', `Load balancers '[${args['loadBalancerArn']}]' not found`),
  modify: (world, { id, attributes }) => settingsOf(world, id, attributes),
}

const settingsOf = (world: World, id: string, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => portIsFree(world, id, args),
    () => certificateRefusal(world, protocolOf(args), args),
    () => actionsRefusal(world, args['defaultAction'], args['loadBalancerArn']),
  )

/** The provider chooses by the certificate. */
const protocolOf = ({ protocol, certificateArn }: Attributes): string =>
  String(protocol ?? (certificateArn === undefined ? 'HTTP' : 'HTTPS'))

const portIsFree = (world: World, id: string, args: Attributes): Refusal | undefined => {
  const { loadBalancerArn, port } = args
  if (!(Number(port) >= 1 && Number(port) <= 65_535))
    return refuse('ValidationError', `'${port}' is not a valid port; it must be between '1' and '65535'`)
  if (!['HTTP', 'HTTPS'].includes(protocolOf(args)))
    return refuse('ValidationError', `Protocol '${protocolOf(args)}' is not supported by application load balancers`)
  const rival = world
    .all('LBListener')
    .find(
      (other) =>
        other.id !== id && other.attributes['loadBalancerArn'] === loadBalancerArn && other.attributes['port'] === port,
    )
  return (
    rival &&
    refuse('DuplicateListener', `A listener already exists on this port for this load balancer '${loadBalancerArn}'`, {
      blockers: [rival.id],
    })
  )
}

const defaults = (args: Attributes): Attributes => ({
  protocol: protocolOf(args),
  ...(protocolOf(args) === 'HTTPS' && { sslPolicy: args['sslPolicy'] ?? 'ELBSecurityPolicy-2016-08' }),
})
