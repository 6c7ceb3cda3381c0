import type { ReasonOf } from '@taskplatform/crds/conditions'
import type { Statement } from './conditions.ts'
import type { Observed } from './observed.ts'
import type { Platform } from './platform.ts'
import type { Reach } from './workload-cluster.ts'

/**
 * Whether we can talk to the API server of the EKS cluster. Says nothing while nothing is known, so that what stood before our
 * own restart stands until we know better.
 */
export function reachableStatement({ phase }: Platform, { workload, composites }: Observed): readonly Statement[] {
  if (phase !== 'Live' && phase !== 'Deleting') return []
  if (workload) return verdict(workload.reach)
  const cluster = composites.get('Cluster')
  const isGoing = cluster?.metadata.deletionTimestamp !== undefined || cluster?.spec?.['retiring'] === true
  return isGoing ? [says('False', 'Removing', '')] : []
}

function verdict(reach: Reach): readonly Statement[] {
  switch (reach.state) {
    case 'Waiting':
      return [says('False', 'Waiting', 'there is no kubeconfig yet')]
    case 'Connecting':
      return reach.message ? [says('Unknown', 'Unknown', reach.message)] : []
    case 'Reachable':
      return [says('True', 'Reachable', '')]
    case 'Unreachable':
      return [says('False', reach.cause, reach.message)]
    case 'Unauthorized':
      return [says('False', 'Unauthorized', reach.message)]
  }
}

const says = (
  status: 'True' | 'False' | 'Unknown',
  reason: ReasonOf<'ClusterReachable'>,
  message: string,
): Statement => ({ type: 'ClusterReachable', status, reason, message })
