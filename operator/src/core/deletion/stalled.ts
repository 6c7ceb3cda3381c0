import { skipDrainAnnotation } from '@taskplatform/crds/labels'
import type { Facts } from '../facts.ts'
import { conditionIn } from '../layer-clock.ts'
import { refusedByAws } from './refused.ts'

/** Why a deletion cannot go on until somebody does something: what is in the way, and the command to type. */
export function stuckDeletion({ platform, deletion, observed, stored, now }: Facts): string | undefined {
  if (!deletion || platform.phase !== 'Deleting') return undefined
  const kubectl = `kubectl -n ${platform.namespace}`
  const { stage, blockers, drain } = deletion
  const [first] = blockers
  // deletion protection is told by who knows its command
  if (stage === 'Blocked' && first && !platform.deletionProtection)
    return `${first.object} ${first.message}. Next: ${kubectl} get taskplatforms.taskplatform.dev ${platform.name} -o jsonpath='{.status.deletionPlan.blockers}'`
  const refused = refusedByAws(deletion, observed)
  if (refused) return `${refused}. Next: aws ecr describe-repositories`
  if (stage !== 'Draining' || drain.state !== 'Holding') return undefined
  if (!drain.needsPerson && drainDeadline({ stored }) > now.getTime()) return undefined
  const skip = `${kubectl} annotate taskplatforms.taskplatform.dev ${platform.name} ${skipDrainAnnotation}=true`
  return `${drain.message}. Next: look at them with the kubeconfig of the cluster; or do not wait, and let them be left in AWS: ${skip}`
}

/** From when on a cluster that still holds something needs somebody to look, in milliseconds since 1970. */
export const drainDeadline = ({ stored }: Pick<Facts, 'stored'>): number => {
  const deleting = conditionIn(stored.status?.conditions ?? [], 'Deleting')
  const begun = deleting?.status === 'True' ? deleting.lastTransitionTime : undefined
  return Math.max(...[stored.metadata.deletionTimestamp, begun].map((time) => Date.parse(time ?? '') || 0)) + patienceMs
}

/** AWS takes a load balancer away in a minute or two, and a volume sooner. */
const patienceMs = 20 * 60_000
