import { type Desired, managed, refTo } from '../../managed.ts'
import { dataKey, type KeyPlan, logsMayUseKey } from './data-key.ts'

/** A log of a store, and where its service writes it to. */
export type StoreLog = Readonly<{ key: string; logGroup: string; retentionInDays: number; wanted: boolean }>

/**
 * The log group stands before its service writes to it, which would else make one that keeps everything for ever. A log that is
 * turned off leaves what was logged for the days it was promised.
 */
export const storeLogGroup = (plan: KeyPlan, { key, logGroup, retentionInDays, wanted }: StoreLog): Desired[] => {
  const { layer, spec, observed } = plan
  if (!observed[key] && !(wanted && logsMayUseKey(plan))) return []
  const encryption = spec.customKey ? { kmsKeyIdRef: refTo(layer, dataKey) } : {}
  return [managed(layer, 'cloudwatchlogs/Group', key, { retentionInDays, ...encryption }, { externalName: logGroup })]
}
