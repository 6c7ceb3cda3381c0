import type { Condition, ObjectMeta } from '@taskplatform/crds/kubernetes'
import type { ProviderConfigRef } from '@taskplatform/crds/layers/common'

/** A managed resource of the AWS provider: what we ask for in `forProvider`, and what AWS says in `atProvider`. */
export type ManagedResource<
  ApiVersion extends string = string,
  Kind extends string = string,
  Parameters = Readonly<Record<string, unknown>>,
  Observation = Readonly<Record<string, unknown>>,
> = Readonly<{
  apiVersion: ApiVersion
  kind: Kind
  metadata: ObjectMeta
  spec: Readonly<{
    forProvider: Parameters
    /** Asked for at creation only; later changes in AWS are left alone. */
    initProvider?: Partial<Parameters>
    managementPolicies?: readonly ManagementPolicy[]
    providerConfigRef?: ProviderConfigRef
    writeConnectionSecretToRef?: Readonly<{ name: string }>
  }>
  status?: Readonly<{ atProvider?: Observation; conditions?: readonly Condition[]; observedGeneration?: number }>
}>

/** What the provider may do with the resource in AWS. */
export type ManagementPolicy = '*' | 'Observe' | 'Create' | 'Update' | 'Delete' | 'LateInitialize'

/** Names another managed resource; the provider writes its identifier into the field that the reference stands for. */
export type Reference = Readonly<{ name: string; namespace?: string; policy?: ReferencePolicy }>

/** Finds another managed resource by labels or by a common owner. */
export type Selector = Readonly<{
  matchControllerRef?: boolean
  matchLabels?: Readonly<Record<string, string>>
  namespace?: string
  policy?: ReferencePolicy
}>

/** `resolve: IfNotPresent` (default) resolves a reference once only: one that can change needs `Always`. */
export type ReferencePolicy = Readonly<{
  resolution?: 'Required' | 'Optional'
  resolve?: 'Always' | 'IfNotPresent'
}>
