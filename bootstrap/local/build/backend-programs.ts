import type { LocalConfig } from '../config.ts'
import type { BackendName, PartContext, ProgramName } from '../parts/context.ts'
import type { ControlPlane } from './control-plane.ts'
import { findDataPrograms } from './data-programs.ts'

/** The programs that these backends of the twin run, by name. Throws a `NotBuiltError` if one is not in the cache. */
export const findBackendPrograms = async (
  backends: readonly BackendName[],
  { root, cache }: Pick<LocalConfig, 'root' | 'cache'>,
  { programs }: Pick<ControlPlane, 'programs'>,
): Promise<PartContext['backendPrograms']> => {
  const ofClusters = backends.includes('clusters') ? clusterPrograms.map((name) => [name, programs[name]]) : []
  const needsData = backends.includes('databases') || backends.includes('caches')
  return { ...Object.fromEntries(ofClusters), ...(needsData && (await findDataPrograms(root, cache))) }
}

const clusterPrograms: readonly ProgramName[] = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
]
