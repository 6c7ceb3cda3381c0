import type { Layer } from '../layers.ts'
import { compositeOf } from './composite-of.ts'
import { layerKind } from './layer-kind.ts'

const resource = layerKind('PlatformNetwork', 'platformnetworks')

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
