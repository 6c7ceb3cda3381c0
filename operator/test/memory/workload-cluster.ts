import type { Held, Reach, Release } from '../../src/core/workload-cluster.ts'
import type { WorkloadClusters } from '../../src/ports/workload-clusters.ts'

/** The EKS cluster of one platform, in memory: what it holds is taken away by hand, as its controllers would. */
export function workloadCluster() {
  let reach: Reach = { state: 'Waiting', message: '', since: 0 }
  let held: readonly Held[] = []
  const asked: string[] = []
  const port: WorkloadClusters = {
    reach: (_platform, secret) => (secret === undefined ? { state: 'Waiting', message: '', since: 0 } : reach),
    forget: () => {
      asked.push('forget')
    },
    budgets: async () => (reach.state === 'Reachable' ? [] : undefined),
    holding: async () => (reach.state === 'Reachable' ? held : undefined),
    letGo: async (_platform, releases) => {
      asked.push(...releases.map(textOf))
      held = held.map((one) => (releases.some((release) => isAskedToGo(release, one)) ? { ...one, going: true } : one))
    },
  }
  return {
    workload: port,
    /** What it was asked for since the last call. */
    takeAsked: () => asked.splice(0),
    setReach: (next: Reach) => {
      reach = next
    },
    setHeld: (next: readonly Held[]) => {
      held = next
    },
    /** Plays the end of what was asked to go. */
    letGone: () => {
      held = held.filter(({ going }) => !going)
    },
  }
}

/** An API server that answers. */
export const reachable: Reach = { state: 'Reachable', message: '', since: 0 }

/** One that does not. */
export const unreachable: Reach = {
  state: 'Unreachable',
  cause: 'TimedOut',
  message: 'eks.test does not answer',
  since: 0,
}

const isAskedToGo = ({ held, how }: Release, one: Held): boolean => how === 'Delete' && held.name === one.name

const textOf = ({ held, how }: Release): string => `${how} ${held.kind} ${held.name}`
