import { endpointServiceName } from '../../aws-facts.ts'
import { type Desired, managed, refTo } from '../../managed.ts'
import { keys, type NetworkPlan } from './network-plan.ts'
import { innerRouteTables } from './routing.ts'

/** A gateway endpoint for S3: image layers and backups go to S3 without NAT charges, also from subnets without a default route. */
export const s3Endpoint = (network: NetworkPlan): Desired[] => {
  const { layer } = network
  const endpoint = managed(layer, 'ec2/VPCEndpoint', keys.s3Endpoint, {
    vpcIdRef: refTo(layer, keys.vpc),
    serviceName: endpointServiceName(layer.region, 's3'),
    vpcEndpointType: 'Gateway',
  })
  const associations = innerRouteTables(network).map((routeTable) =>
    managed(layer, 'ec2/VPCEndpointRouteTableAssociation', keys.s3Association(routeTable), {
      vpcEndpointIdRef: refTo(layer, keys.s3Endpoint),
      routeTableIdRef: refTo(layer, routeTable),
    }),
  )
  return [endpoint, ...associations]
}
