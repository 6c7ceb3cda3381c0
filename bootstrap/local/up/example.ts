import { join } from 'node:path'
import { connectTo } from '../cluster.ts'
import type { LocalConfig } from '../config.ts'
import { StateError } from '../errors.ts'
import { applyAll } from '../install/apply.ts'
import { readManifests } from '../install/manifests.ts'
import type { Layout } from '../layout.ts'

/** Names one TaskPlatform. */
export type PlatformKey = Readonly<{ namespace: string; name: string }>

/** The file that `make up` applies, relative to the repository. */
export const exampleFile = 'crds/examples/development.yaml'

/** Applies the example as an administrator would, and returns which TaskPlatform it is. Throws the API server's refusal. */
export const applyExample = async (
  layout: Layout,
  { root }: LocalConfig,
  signal: AbortSignal,
): Promise<PlatformKey> => {
  const [platform] = await readManifests(join(root, exampleFile))
  if (!platform?.metadata.namespace)
    throw new StateError(`${exampleFile} holds no namespaced object`, 'Restore it from git')
  const { client, close } = connectTo(layout.kubeconfig)
  try {
    // as kubectl would: whoever goes on with kubectl owns the fields already
    await applyAll(client, [platform], signal, 'kubectl')
  } finally {
    await close()
  }
  return { namespace: platform.metadata.namespace, name: platform.metadata.name }
}
