import { awsMessage } from '@taskplatform/compositions/aws-message'
import type { ComposedKind } from '@taskplatform/compositions/composed-kinds'
import type { Condition, KubernetesObject } from '@taskplatform/crds/kubernetes'
import { layerLabel, platformLabel } from '@taskplatform/crds/labels'
import type { Composite } from '../core/composite.ts'
import type { Layer } from '../core/layers.ts'
import { heldKinds, type Leaving, leavingKinds } from '../core/leaving.ts'
import type { Holds } from '../core/observed.ts'
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

/** All managed resources that a composite holds. */
export async function holdsOf(
  client: KubeClient,
  composite: Composite,
  signal: AbortSignal,
): Promise<readonly Holds[]> {
  const found = await Promise.all(heldKinds(composite).map((kind) => managedOfKind(client, kind, composite, signal)))
  return found.flat().map(({ kind, metadata: { name, annotations = {} } }) => ({
    kind,
    name,
    id: annotations['crossplane.io/external-name'] || undefined,
    paused: annotations['crossplane.io/paused'] === 'true',
  }))
}

async function leavingOfKind(
  client: KubeClient,
  kind: ComposedKind,
  composite: Composite,
  signal: AbortSignal,
): Promise<readonly Leaving[]> {
  const found = await managedOfKind(client, kind, composite, signal)
  return found
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .map((one) => ({ kind: one.kind, name: one.metadata.name, refusal: refusalOf(one) }))
}

async function managedOfKind(
  client: KubeClient,
  kind: ComposedKind,
  { metadata: { namespace, labels = {} } }: Composite,
  signal: AbortSignal,
): Promise<readonly Managed[]> {
  const labelSelector = [platformLabel, layerLabel].map((label) => `${label}=${labels[label] ?? ''}`).join(',')
  return (await client.list<Managed>(kind, { namespace, labelSelector }, { signal }).catch(nothingIfNotServed)).items
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
