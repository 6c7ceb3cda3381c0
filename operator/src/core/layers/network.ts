import type { Kind, Layer } from '../layers.ts'
import { compositeOf } from './composite-of.ts'

const resource: Kind = {
  group: 'aws.taskplatform.dev',
  version: 'v1alpha1',
  kind: 'PlatformNetwork',
  plural: 'platformnetworks',
  namespaced: true,
}

/** The VPC with its subnets, gateways and routes. It needs nothing and carries everything. */
export const network: Layer = {
  name: 'Network',
  resource,
  needs: [],
  required: () => true,
  build: (platform) => {
    const { cidr, availabilityZones, natGateways, flowLogs } = platform.spec.network
    return compositeOf(platform, 'Network', resource, { cidr, availabilityZones, natGateways, flowLogs })
  },
}
