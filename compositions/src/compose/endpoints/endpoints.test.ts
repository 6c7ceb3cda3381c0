import { platformEndpointsSpec } from '@taskplatform/crds/layers/endpoints'
import { structural } from '@taskplatform/crds/structural'
import { expect, test } from 'vitest'
import { productionEndpoints } from '../../../test/composites.ts'
import { settled } from '../../../test/observed.ts'
import { composeEndpoints } from './endpoints.ts'

const { composition } = settled(productionEndpoints())

const forProvider = (key: string) => composition.resources[key]?.resource.spec.forProvider

test('every service gets an endpoint with a private name, in every subnet and the one security group', () => {
  for (const service of productionEndpoints().spec.services) {
    expect(forProvider(`endpoint-${service}`)).toMatchObject({
      serviceName: `com.amazonaws.ap-northeast-1.${service}`,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      vpcId: 'vpc-0a1b2c3d4e5f60718',
    })
    expect(forProvider(`endpoint-${service}-security-group`)).toMatchObject({ replaceDefaultAssociation: true })
    for (const { zone, id } of productionEndpoints().spec.subnets)
      expect(forProvider(`endpoint-${service}-subnet-${zone}`)).toMatchObject({ subnetId: id })
  }
  expect(Object.keys(composition.resources)).toHaveLength(2 + 5 * 5)
})

test('the security group lets in HTTPS from the VPC and nothing else', () => {
  const rules = Object.values(composition.resources).filter(({ resource }) => resource.kind.includes('Rule'))
  expect(rules.map(({ resource }) => resource.spec.forProvider)).toEqual([
    expect.objectContaining({ cidrIpv4: '10.0.0.0/16', ipProtocol: 'tcp', fromPort: 443, toPort: 443 }),
  ])
})

test('the status names security group and endpoints, in the order asked for', () => {
  const { status } = composeEndpoints(productionEndpoints(), settled(productionEndpoints()).observed)
  expect(status.securityGroupId).toMatch(/^sg-/)
  expect(status.endpoints?.map(({ service }) => service)).toEqual(productionEndpoints().spec.services)
})

test('the largest form that the schema allows stays under 50 resources', () => {
  const limits = structural(platformEndpointsSpec).properties
  const services = Array.from({ length: limits?.['services']?.maxItems ?? 0 }, (_, index) => `service-${index}`)
  const { resources } = composeEndpoints(productionEndpoints({ services }), {})
  expect(services.length).toBeGreaterThan(0)
  expect(productionEndpoints().spec.subnets).toHaveLength(limits?.['subnets']?.maxItems ?? 0)
  expect(Object.keys(resources).length).toBeLessThan(50)
})
