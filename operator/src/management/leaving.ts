import { awsMessage } from '@taskplatform/compositions/aws-message'
import type { ComposedKind } from '@taskplatform/compositions/composed-kinds'
import type { Condition, KubernetesObject } from '@taskplatform/crds/kubernetes'
import { layerLabel, platformLabel } from '@taskplatform/crds/labels'
import type { Composite } from '../core/composite.ts'
import type { Layer } from '../core/layers.ts'
import { type Leaving, leavingKinds } from '../core/leaving.ts'
import type { KubeClient } from '../kube/client.ts'
import { isNotFound } from '../kube/errors.ts'

/** The managed resources of a composite that are being deleted, found by our labels: a composition may have forgotten them. */
export async function leavingOf(
  client: KubeClient,
  layer: Layer,
  composite: Composite,
  signal: AbortSignal,
): Promise<readonly Leaving[]> {
  const kinds = leavingKinds(layer, composite)
  return (await Promise.all(kinds.map((kind) => leavingOfKind(client, kind, composite, signal)))).flat()
}

type Managed = KubernetesObject & Readonly<{ status?: Readonly<{ conditions?: readonly Condition[] }> }>

async function leavingOfKind(
  client: KubeClient,
  kind: ComposedKind,
  { metadata: { namespace, labels = {} } }: Composite,
  signal: AbortSignal,
): Promise<readonly Leaving[]> {
  const labelSelector = [platformLabel, layerLabel].map((label) => `${label}=${labels[label] ?? ''}`).join(',')
  const found = await client.list<Managed>(kind, { namespace, labelSelector }, { signal }).catch(nothingIfNotServed)
  return found.items
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .map((one) => ({ kind: one.kind, name: one.metadata.name, refusal: refusalOf(one) }))
}

// A kind whose CRD is not installed has no objects.
function nothingIfNotServed(error: unknown): { items: Managed[] } {
  if (isNotFound(error)) return { items: [] }
  throw error
}

const refusalOf = ({ status }: Managed): string | undefined => {
  const failed = status?.conditions?.find(
    ({ type, status }) => (type === 'Synced' || type === 'LastAsyncOperation') && status === 'False',
  )
  return failed ? awsMessage(failed.message || failed.reason) : undefined
}
