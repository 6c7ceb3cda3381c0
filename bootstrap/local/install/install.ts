import { join } from 'node:path'
import type { ControlPlane } from '../build/control-plane.ts'
import { connectTo } from '../cluster.ts'
import { crossplaneNamespace } from '../parts/crossplane.ts'
import { grantAccess } from './access.ts'
import { readAdmissionPolicies } from './admission.ts'
import { applyAll } from './apply.ts'
import { allEstablished, allServed } from './established.ts'
import { registerFunctions } from './function-revision.ts'
import { readLayers, readManifestFolder, readManifests } from './manifests.ts'
import type { Manifest } from './resources.ts'

/** From where to install into which cluster. */
export type InstallOptions = Readonly<{
  kubeconfigPath: string
  root: string
  controlPlane: Pick<ControlPlane, 'crossplaneCrds' | 'providerCrds'>
  /** Port of the composition function on localhost. */
  functionPort: number
}>

/**
 * Puts everything that TaskPlatform needs into the API server: the CRDs of Crossplane, the provider and our own, the composites
 * and their compositions, where the function is, the provider's configuration, who may do what, and what admission refuses.
 * Doing it again changes nothing.
 */
export const install = async (options: InstallOptions, signal: AbortSignal): Promise<void> => {
  const { client, close } = connectTo(options.kubeconfigPath)
  try {
    await grantAccess(client, options.root, signal)
    const crds = await readCrds(options)
    await applyAll(client, [...namespaces, ...crds], signal)
    await allEstablished(client, crds, signal)
    await allServed(client, crds, signal)
    const definitions = await readLayers(options.root, 'definition.yaml')
    const compositions = await readLayers(options.root, 'composition.yaml')
    const users = await readManifests(join(options.root, 'operator/manifests/users.yaml'))
    const policies = await readAdmissionPolicies(options.root)
    await applyAll(client, [...definitions, ...compositions, providerConfig, ...users, ...policies], signal)
    await registerFunctions(client, compositions, `localhost:${options.functionPort}`, signal)
  } finally {
    await close()
  }
}

/** The namespace of the example. */
export const exampleNamespace = 'team-tasks'

const namespaces: Manifest[] = [crossplaneNamespace, exampleNamespace].map((name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
}))

// the twin asks for no credentials, and there are none to give
const providerConfig = {
  apiVersion: 'aws.m.upbound.io/v1beta1',
  kind: 'ClusterProviderConfig',
  metadata: { name: 'default' },
  spec: { credentials: { source: 'None' } },
} as Manifest

const readCrds = async ({ root, controlPlane }: InstallOptions): Promise<Manifest[]> =>
  (
    await Promise.all(
      [controlPlane.crossplaneCrds, controlPlane.providerCrds, join(root, 'crds/generated')].map(readManifestFolder),
    )
  ).flat()
