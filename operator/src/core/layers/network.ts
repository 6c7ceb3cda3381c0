import { platformNetworkSpec } from '@taskplatform/crds/layers/network'
import type { Layer } from '../layers.ts'
import { compositeOf } from './composite-of.ts'
import { layerKind } from './layer-kind.ts'

const self = {
  name: 'Network',
  resource: layerKind('PlatformNetwork', 'platformnetworks'),
  schema: platformNetworkSpec,
} as const

/** The VPC with its subnets, gateways and routes. It needs nothing and carries everything. */
export const network: Layer = {
  ...self,
  needs: [],
  uses: [],
  late: [],
  required: () => true,
  build: (platform) => {
    const { cidr, availabilityZones, natGateways, flowLogs } = platform.spec.network
    const { dataPolicy } = platform.spec
    return compositeOf(platform, self, { cidr, availabilityZones, natGateways, flowLogs, dataPolicy })
  },
  retire: { spec: {} },
}
