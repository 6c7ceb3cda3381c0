import type { PlatformClusterStatus } from '@taskplatform/crds/layers/cluster'
import { type Composition, compositionOf } from '../../composition.ts'
import type { Observed } from '../../observed.ts'
import { access } from './access.ts'
import { addonIdentities } from './addon-identities.ts'
import { addons } from './addons.ts'
import { autoScalingRole } from './auto-scaling-role.ts'
import { controlPlane, withheldControlPlane } from './control-plane.ts'
import { clusterKey } from './key.ts'
import { logGroup } from './log-group.ts'
import { nodeGroups, withheldNodeGroups } from './node-groups.ts'
import { oidcProvider, withheldOidcProvider } from './oidc-provider.ts'
import { clusterPlan } from './plan.ts'
import { roles } from './roles.ts'
import { clusterStatus } from './status.ts'

/** Composes a PlatformCluster. Throws a `MalformedCompositeError` that names each bad field. */
export const composeCluster = (composite: unknown, observed: Observed): Composition<PlatformClusterStatus> => {
  const cluster = clusterPlan(composite, observed)
  return compositionOf(cluster.layer, observed, {
    desired: [
      ...roles(cluster),
      ...autoScalingRole(cluster),
      ...clusterKey(cluster),
      ...logGroup(cluster),
      ...controlPlane(cluster),
      ...access(cluster),
      ...oidcProvider(cluster),
      ...addonIdentities(cluster),
      ...addons(cluster),
      ...nodeGroups(cluster),
    ],
    withheld: [...withheldControlPlane(cluster), ...withheldOidcProvider(cluster), ...withheldNodeGroups(cluster)],
    status: clusterStatus(cluster),
  })
}
