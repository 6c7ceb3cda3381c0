import { z } from 'zod'
import { subnetId, vpcId } from '../aws-values.ts'
import { list, text } from '../fields.ts'
import { immutable, itemsDiffer, withRules } from '../rule.ts'
import { awsId, vpcCidr, zoneName } from '../values.ts'
import { layerSpec, layerStatus, regionIsImmutable } from './common.ts'

const serviceName = text({
  min: 2,
  max: 63,
  pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  examples: ['ecr.api', 'ecr.dkr', 'sts', 'logs', 'secretsmanager'],
})

const subnet = z.object({
  zone: zoneName.describe('Zone of the subnet.'),
  id: subnetId.describe('Identifier of the private subnet.'),
})

/** Spec of PlatformEndpoints: private doors from the VPC to AWS services. */
export const platformEndpointsSpec = withRules(
  z.object({
    ...layerSpec,
    vpcId: vpcId.describe('VPC of the endpoints. Immutable.'),
    vpcCidr: vpcCidr.describe('Address range that may use the endpoints: that of the VPC.'),
    subnets: withRules(list(subnet, { min: 1, max: 3 }), [
      itemsDiffer('subnets must lie in different zones: AWS takes one subnet per zone for an endpoint', ['zone']),
    ]).describe('Private subnets that get a network interface of each endpoint, one per zone.'),
    services: withRules(list(serviceName, { min: 1, max: 9 }), [
      itemsDiffer('services must be different: one stands in the list twice'),
    ]).describe('AWS services by their short names: com.amazonaws.<region>.<service>.'),
  }),
  [regionIsImmutable, immutable('vpcId', (layer) => `${layer}.vpcId`, 'endpoints cannot move to another VPC')],
)

const endpoint = z.object({
  service: serviceName.describe('Short name of the service.'),
  id: awsId.describe('Identifier of the endpoint.'),
})

/** Status of PlatformEndpoints. */
export const platformEndpointsStatus = z.object({
  ...layerStatus,
  securityGroupId: awsId.optional().describe('Security group of the endpoints: HTTPS from the VPC, nothing else.'),
  endpoints: list(endpoint, { max: 9 }).optional().describe('The endpoints in the order of spec.services.'),
})

export type PlatformEndpointsSpec = z.infer<typeof platformEndpointsSpec>
export type PlatformEndpointsStatus = z.infer<typeof platformEndpointsStatus>
