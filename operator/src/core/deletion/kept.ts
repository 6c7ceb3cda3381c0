import { settle } from '@taskplatform/compositions/assumed/settle'
import type { DeletionPlan } from '@taskplatform/crds/deletion-plan'
import type { DataPolicy } from '@taskplatform/crds/layers/common'
import type { Composite } from '../composite.ts'
import type { Layer } from '../layers.ts'
import type { Holds } from '../observed.ts'
import { retiredComposite } from '../retirement.ts'

/** One thing that stays in AWS. */
export type Kept = DeletionPlan['kept'][number]

/**
 * What deleting a composite leaves in AWS on purpose: what its composition does not let the provider delete, and final snapshots.
 * Composed with the data policy of now, as the composite is before it goes. Throws what composing throws.
 */
export function keptOf(
  layer: Layer,
  composite: Composite,
  holds: readonly Holds[],
  dataPolicy: DataPolicy | undefined,
): readonly Kept[] {
  // composing takes its time, and of nothing nothing is kept
  if (holds.length === 0) return []
  const { composite: retired } = retiredComposite(layer, composite, dataPolicy)
  const region = String(composite.spec?.['region'] ?? '')
  const policy = String(retired.spec?.['dataPolicy'] ?? '')
  const { resources } = settle({ ...retired, metadata: { ...composite.metadata, ...retired.metadata } }).composition
  return Object.values(resources).flatMap(({ resource }) => {
    const { kind, metadata, spec } = resource
    const held = holds.find((one) => one.kind === kind && one.name === metadata.name)
    if (!held) return []
    if (!mayBeDeleted(spec.managementPolicies)) {
      const where = `${region} ${held.id ?? metadata.name}`
      return [{ kind, name: metadata.name, where, why: policy ? reasons[policy as DataPolicy] : shared }]
    }
    const snapshot = finalSnapshotOf(spec.forProvider)
    if (!snapshot) return []
    const where = `${region} ${snapshot}`
    return [{ kind: `snapshot of ${kind}`, name: snapshot, where, why: reasons.Snapshot }]
  })
}

const reasons: Readonly<Record<DataPolicy, string>> = {
  Retain: 'spec.dataPolicy is Retain: the data stays, with all that it cannot do without',
  Snapshot: 'spec.dataPolicy is Snapshot: final snapshots stay, and the keys that they are read with',
  Delete: 'it belongs to the account',
}

const shared = 'it belongs to the account'

const mayBeDeleted = (policies: readonly string[] | undefined): boolean =>
  policies === undefined || policies.includes('Delete') || policies.includes('*')

const finalSnapshotOf = (asked: Readonly<Record<string, unknown>>): string | undefined =>
  asked['skipFinalSnapshot'] === true ? undefined : (asked['finalSnapshotIdentifier'] as string | undefined)
