import { parsePlatformEndpointsSpec } from '@taskplatform/crds/contract'
import type { PlatformEndpointsSpec, PlatformEndpointsStatus } from '@taskplatform/crds/layers/endpoints'
import { endpointServiceName } from '../../aws-facts.ts'
import { type Composition, compositionOf } from '../../composition.ts'
import { type Layer, readComposite } from '../../layer.ts'
import { type Desired, managed, refTo } from '../../managed.ts'
import { identifier, type Observed } from '../../observed.ts'
import { mustGoFirst } from '../anew.ts'

/** Composes a PlatformEndpoints. Throws a `MalformedCompositeError` that names each bad field. */
export const composeEndpoints = (composite: unknown, observed: Observed): Composition<PlatformEndpointsStatus> => {
  const { layer, spec } = readComposite(composite, { layer: 'endpoints', parseSpec: parsePlatformEndpointsSpec })
  const outdated = outdatedIn(spec, observed)
  const desired = [...securityGroup(layer, spec), ...spec.services.flatMap((service) => endpoint(layer, spec, service))]
  return compositionOf(layer, observed, {
    desired: desired.filter(({ key }) => !outdated.includes(key)),
    withheld: outdated.length > 0 ? ['interfaces in other subnets of the same zones to be gone'] : [],
    status: statusOf(spec, observed),
  })
}

const keys = {
  securityGroup: 'security-group',
  ingress: 'security-group-rule-https',
  endpoint: (service: string) => `endpoint-${service}`,
  endpointSecurityGroup: (service: string) => `endpoint-${service}-security-group`,
  endpointSubnet: (service: string, zone: string) => `endpoint-${service}-subnet-${zone}`,
} as const

/** HTTPS from the VPC and nothing else; endpoints start no connections, so that there is no egress rule. */
const securityGroup = (layer: Layer, { vpcId, vpcCidr }: PlatformEndpointsSpec): Desired[] => [
  managed(layer, 'ec2/SecurityGroup', keys.securityGroup, {
    name: `${layer.owner.namespace}/${layer.owner.name}`,
    description: 'Interface endpoints: HTTPS from the VPC',
    vpcId,
  }),
  managed(layer, 'ec2/SecurityGroupIngressRule', keys.ingress, {
    securityGroupIdRef: refTo(layer, keys.securityGroup),
    description: 'HTTPS from the VPC',
    cidrIpv4: vpcCidr,
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
  }),
]

/** Subnets and security groups of an endpoint are resources of their own: in this provider the endpoint only reports them. */
const endpoint = (layer: Layer, { vpcId, subnets }: PlatformEndpointsSpec, service: string): Desired[] => {
  const vpcEndpointIdRef = refTo(layer, keys.endpoint(service))
  return [
    managed(layer, 'ec2/VPCEndpoint', keys.endpoint(service), {
      vpcId,
      serviceName: endpointServiceName(layer.region, service),
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
    }),
    managed(layer, 'ec2/VPCEndpointSecurityGroupAssociation', keys.endpointSecurityGroup(service), {
      vpcEndpointIdRef,
      securityGroupIdRef: refTo(layer, keys.securityGroup),
      // AWS begins with the default group of the VPC, which lets nothing in
      replaceDefaultAssociation: true,
    }),
    ...subnets.map(({ zone, id }) =>
      managed(layer, 'ec2/VPCEndpointSubnetAssociation', keys.endpointSubnet(service, zone), {
        vpcEndpointIdRef,
        subnetId: id,
      }),
    ),
  ]
}

/** An endpoint takes one subnet of each zone, and the provider cannot change which: the interface in the old one goes first. */
const outdatedIn = ({ services, subnets }: PlatformEndpointsSpec, observed: Observed): readonly string[] =>
  services.flatMap((service) =>
    subnets.flatMap(({ zone, id }) => {
      const key = keys.endpointSubnet(service, zone)
      return mustGoFirst(observed, key, 'subnetId', id) ? [key] : []
    }),
  )

const statusOf = ({ services }: PlatformEndpointsSpec, observed: Observed): PlatformEndpointsStatus => {
  const securityGroupId = identifier(observed, keys.securityGroup)
  return {
    ...(securityGroupId ? { securityGroupId } : {}),
    endpoints: services.flatMap((service) => {
      const id = identifier(observed, keys.endpoint(service))
      return id ? [{ service, id }] : []
    }),
  }
}
