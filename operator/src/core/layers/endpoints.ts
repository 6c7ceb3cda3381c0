import { platformEndpointsSpec } from '@taskplatform/crds/layers/endpoints'
import type { Layer } from '../layers.ts'
import { networkOutputs } from '../network-outputs.ts'
import { compositeOf } from './composite-of.ts'
import { layerKind } from './layer-kind.ts'

const self = {
  name: 'Endpoints',
  resource: layerKind('PlatformEndpoints', 'platformendpoints'),
  schema: platformEndpointsSpec,
} as const

/** What nodes and pods in private subnets call without leaving the VPC. */
const services = ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager', 'sts']

/** Interface endpoints in the private subnets. They start as soon as the subnets have ids, not when NAT is up. */
export const endpoints: Layer = {
  ...self,
  needs: ['Network'],
  uses: [],
  late: [],
  required: (platform) => platform.spec.network.interfaceEndpoints,
  build: (platform, observed) => {
    const outputs = networkOutputs(platform, observed)
    if ('waitingFor' in outputs) return outputs
    const subnets = outputs.zones.map(({ name, privateSubnetId }) => ({ zone: name, id: privateSubnetId }))
    return compositeOf(platform, self, { vpcId: outputs.vpcId, vpcCidr: outputs.vpcCidr, subnets, services })
  },
}
