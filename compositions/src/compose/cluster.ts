import type { PlatformClusterStatus } from '@taskplatform/crds/layers/cluster'
import { type Composition, compositionOf } from '../composition.ts'
import type { Observed } from '../observed.ts'
import { access } from './cluster/access.ts'
import { addonIdentities } from './cluster/addon-identities.ts'
import { addons } from './cluster/addons.ts'
import { controlPlane, withheldControlPlane } from './cluster/control-plane.ts'
import { clusterKey } from './cluster/key.ts'
import { logGroup } from './cluster/log-group.ts'
import { nodeGroups, withheldNodeGroups } from './cluster/node-groups.ts'
import { oidcProvider, withheldOidcProvider } from './cluster/oidc-provider.ts'
import { clusterPlan } from './cluster/plan.ts'
import { roles } from './cluster/roles.ts'
import { clusterStatus } from './cluster/status.ts'

/** Composes a PlatformCluster. Throws a `MalformedCompositeError` that names each bad field. */
export const composeCluster = (composite: unknown, observed: Observed): Composition<PlatformClusterStatus> => {
  const cluster = clusterPlan(composite, observed)
  return compositionOf(cluster.layer, observed, {
    desired: [
      ...roles(cluster),
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
