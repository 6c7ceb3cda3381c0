import type { DataPolicy } from '@taskplatform/crds/layers/common'
import type { Extras } from '../managed.ts'

/** Only Retain keeps what holds the data itself, and what it cannot do without. */
export const keepsData = (policy: DataPolicy): boolean => policy === 'Retain'

/** A key is kept as long as anything is left that it decrypts: the data itself, or its final snapshot. */
export const keepsKey = (policy: DataPolicy): boolean => policy !== 'Delete'

/** Days in which a deleted key can be called back: the most where data was meant to outlive the platform. KMS takes 7 to 30. */
export const deletionWindowInDays = (policy: DataPolicy): number => (policy === 'Delete' ? 7 : 30)

/**
 * What the provider may do with a resource. One that is kept stays in AWS when its object goes. Without late initialisation the
 * provider never copies into the spec what AWS or somebody else has set.
 */
export const keptIf = (kept: boolean, { lateInitialize = true } = {}): Pick<Extras, 'managementPolicies'> => {
  if (!kept && lateInitialize) return {}
  return {
    managementPolicies: [
      'Observe',
      'Create',
      'Update',
      ...(kept ? [] : (['Delete'] as const)),
      ...(lateInitialize ? (['LateInitialize'] as const) : []),
    ],
  }
}
