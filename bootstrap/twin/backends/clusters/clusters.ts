import { mkdir, rm } from 'node:fs/promises'
import type { Backend } from '../backend.ts'
import { folderOf, keysIn, note } from '../data-home.ts'
import { endRecorded } from '../keep-process.ts'
import type { BackendContext } from '../registry.ts'
import { partNames } from './parts.ts'
import { type RunningCluster, runCluster } from './run-cluster.ts'
import { type ClusterSpec, wantedClusters } from './wanted-clusters.ts'

/** Behind each EKS cluster: a real Kubernetes control plane, with kwok's nodes where its node groups have machines. */
export const clusters = (context: BackendContext): Backend => {
  const running = new Map<string, RunningCluster>()
  const folder = (key: string) => folderOf(context.stateDir, key)
  const stop = async (key: string) => {
    await running.get(key)?.stop()
    running.delete(key)
    await endRecorded(folder(key), [...partNames].reverse())
  }
  return {
    kind: 'Cluster',
    wanted: wantedClusters,
    found: () => keysIn(context.stateDir),
    start: async ({ key, spec }, signal) => {
      const wanted = spec as ClusterSpec
      await mkdir(folder(key), { recursive: true, mode: 0o700 })
      await note(folder(key), key, spec)
      const cluster = running.get(key) ?? (await runCluster(folder(key), wanted, context, signal))
      running.set(key, cluster)
      return cluster.follow(wanted, signal)
    },
    stop,
    remove: async (key) => {
      await stop(key)
      await rm(folder(key), { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
