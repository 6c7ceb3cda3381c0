import type { PlatformNetworkStatus } from '@taskplatform/crds/layers/network'
import { type Composition, compositionOf } from '../../composition.ts'
import type { Observed } from '../../observed.ts'
import { flowLogs, withheldFlowLogs } from './flow-logs.ts'
import { natGateways, withheldNatGateways } from './nat-gateways.ts'
import { networkPlan } from './network-plan.ts'
import { networkStatus } from './network-status.ts'
import { routing } from './routing.ts'
import { s3Endpoint } from './s3-endpoint.ts'
import { subnets } from './subnets.ts'
import { vpc } from './vpc.ts'

/** Composes a PlatformNetwork. Throws a `MalformedCompositeError` that names each bad field. */
export const composeNetwork = (composite: unknown, observed: Observed): Composition<PlatformNetworkStatus> => {
  const network = networkPlan(composite, observed)
  return compositionOf(network.layer, observed, {
    desired: [
      ...vpc(network),
      ...subnets(network),
      ...natGateways(network),
      ...routing(network),
      ...s3Endpoint(network),
      ...flowLogs(network),
    ],
    withheld: [...withheldNatGateways(network), ...withheldFlowLogs(network)],
    status: networkStatus(network),
  })
}
