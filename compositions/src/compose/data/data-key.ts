import type { DataPolicy } from '@taskplatform/crds/layers/common'
import type { Layer } from '../../layer.ts'
import type { Desired } from '../../managed.ts'
import { type Observed, observation } from '../../observed.ts'
import { areReady } from '../gate.ts'
import { deletionWindowInDays, keepsKey, keptIf } from '../kept.ts'
import { type KeyUse, kmsKey } from '../key.ts'

/** Composition key of the KMS key of a layer with data. */
export const dataKey = 'key'

/** What the KMS key of a layer with data is decided from. */
export type KeyPlan = Readonly<{
  layer: Layer
  spec: Readonly<{ customKey: boolean; dataPolicy: DataPolicy }>
  observed: Observed
  account: string | undefined
}>

/** The key that encrypts a store and what is kept of it; it outlives the store unless the policy is Delete. */
export const keyOfData = (
  { layer, spec, account }: KeyPlan,
  description: string,
  uses: readonly KeyUse[],
): Desired[] =>
  spec.customKey
    ? [
        kmsKey(
          layer,
          dataKey,
          { description, account, uses, deletionWindowInDays: deletionWindowInDays(spec.dataPolicy) },
          keptIf(keepsKey(spec.dataPolicy)),
        ),
      ]
    : []

/** ARN of the key, once AWS has made it. */
export const keyArnOf = ({ observed }: Pick<KeyPlan, 'observed'>): string | undefined =>
  observation(observed, 'kms/Key', dataKey).arn

/** Whether CloudWatch Logs may encrypt with the key: its policy says so, or is made with the key. True without an own key. */
export const logsMayUseKey = ({ spec, observed, account }: KeyPlan): boolean => {
  if (!spec.customKey) return true
  if (!account) return false
  const made = observed[dataKey]
  // a policy that was added later counts when AWS has it
  return (
    !made || (made.spec.forProvider['policy'] !== undefined && areReady(observed, [{ kind: 'kms/Key', key: dataKey }]))
  )
}

/** What keeps a layer waiting that has to name the account and does not know it. */
export const withheldForAccount = ({ spec, account }: KeyPlan): string[] =>
  spec.customKey && !account ? ['the account, to name it in policies'] : []
