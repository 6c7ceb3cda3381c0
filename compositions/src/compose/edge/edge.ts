import type { PlatformEdgeStatus } from '@taskplatform/crds/layers/edge'
import { type Composition, compositionOf } from '../../composition.ts'
import type { Observed } from '../../observed.ts'
import { accessLogs } from './access-logs.ts'
import { aliasRecords, withheldAliasRecords } from './alias-records.ts'
import { certificateValidation, withheldValidation } from './certificate-validation.ts'
import { certificates } from './certificates.ts'
import { edgePlan } from './edge-plan.ts'
import { edgeStatus } from './edge-status.ts'
import { firewall } from './firewall.ts'
import { listeners, withheldListeners } from './listeners.ts'
import { loadBalancer, withheldLogging } from './load-balancer.ts'
import { targetGroups } from './target-groups.ts'
import { webAcl, withheldWebAcl } from './web-acl.ts'

/** Composes a PlatformEdge. Throws a `MalformedCompositeError` that names each bad field. */
export const composeEdge = (composite: unknown, observed: Observed): Composition<PlatformEdgeStatus> => {
  const edge = edgePlan(composite, observed)
  return compositionOf(edge.layer, observed, {
    desired: [
      ...certificates(edge),
      ...certificateValidation(edge),
      ...firewall(edge),
      ...accessLogs(edge),
      loadBalancer(edge),
      ...targetGroups(edge),
      ...listeners(edge),
      ...webAcl(edge),
      ...aliasRecords(edge),
    ],
    withheld: [
      ...withheldValidation(edge),
      ...withheldListeners(edge),
      ...withheldLogging(edge),
      ...withheldWebAcl(edge),
      ...withheldAliasRecords(edge),
    ],
    status: edgeStatus(edge),
  })
}
