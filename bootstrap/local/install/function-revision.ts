import type { KubeClient } from '@taskplatform/operator/kube/client'
import { applyAll, fieldManager } from './apply.ts'
import { kinds, type Manifest } from './resources.ts'

/**
 * Tells Crossplane where the functions of these compositions are served. What Crossplane asks is the active FunctionRevision of
 * the function's name, and in it the endpoint; usually its package manager writes it, which is paused for ours
 * (crossplane v2.4.0, internal/xfn/function_runner.go and capabilities.go).
 */
export const registerFunctions = async (
  client: KubeClient,
  compositions: readonly Manifest[],
  endpoint: string,
  signal: AbortSignal,
): Promise<void> => {
  for (const name of functionsOf(compositions)) {
    await applyAll(client, [revisionOf(name)], signal)
    const status = { ...identityOf(name), status: { endpoint, capabilities: ['composition'] } }
    await client.apply(kinds.functionRevision, status, { subresource: 'status', fieldManager, force: true, signal })
  }
}

/** The names of the functions that the pipelines of these compositions call. */
export const functionsOf = (compositions: readonly Manifest[]): string[] => [
  ...new Set(
    compositions.flatMap((composition) =>
      ((composition as Pipeline).spec?.pipeline ?? []).map(({ functionRef }) => functionRef.name),
    ),
  ),
]

type Pipeline = Readonly<{ spec?: { pipeline?: readonly { functionRef: { name: string } }[] } }>

const identityOf = (name: string) => ({
  apiVersion: 'pkg.crossplane.io/v1',
  kind: 'FunctionRevision',
  metadata: { name: `${name}-local` },
})

const revisionOf = (name: string): Manifest => {
  const identity = identityOf(name)
  return {
    ...identity,
    metadata: {
      ...identity.metadata,
      labels: { 'pkg.crossplane.io/package': name },
      annotations: { 'crossplane.io/paused': 'true' },
    },
    // the image is never pulled, but the field is required
    spec: { desiredState: 'Active', image: `local.invalid/${name}:local`, revision: 1 },
  } as Manifest
}
