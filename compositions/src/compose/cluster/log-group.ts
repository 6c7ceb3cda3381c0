import { type Desired, managed, refTo } from '../../managed.ts'
import { type Awaited, areReady } from '../gate.ts'
import { type ClusterPlan, keys } from './plan.ts'

/**
 * Where the control plane logs. It stands before the cluster does, because EKS would make it without an end to retention and
 * without encryption. Logging turned off leaves what was logged for the days it was promised.
 */
export const logGroup = (cluster: ClusterPlan): Desired[] => {
  const { layer, spec, observed } = cluster
  const needs: readonly Awaited[] = spec.customKey ? [{ kind: 'kms/Key', key: keys.key }] : []
  if (!(wantsLogs(cluster) && areReady(observed, needs)) && !observed[keys.logGroup]) return []
  return [
    managed(
      layer,
      'cloudwatchlogs/Group',
      keys.logGroup,
      {
        retentionInDays: spec.logRetentionDays,
        ...(spec.customKey ? { kmsKeyIdRef: refTo(layer, keys.key) } : {}),
      },
      { externalName: cluster.logGroup },
    ),
  ]
}

/** Whether any log of the control plane is asked for. */
export const wantsLogs = ({ spec }: ClusterPlan): boolean => spec.logTypes.length > 0
