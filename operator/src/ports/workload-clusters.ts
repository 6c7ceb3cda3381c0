import type { Budget, Held, Reach, Release } from '../core/workload-cluster.ts'
import type { PlatformName } from './composites.ts'

/** The EKS clusters that platforms have made, as far as they can be reached. That one cannot be is a value here, never an error. */
export interface WorkloadClusters {
  /**
   * How the connection to a platform's cluster stands; sends nothing. Keeps in touch from then on, with the kubeconfig in the
   * Secret of that name in the platform's namespace, and wakes the platform when the answer changes. Without a Secret there is
   * no cluster (yet), and what was held for it is given up.
   */
  reach(platform: PlatformName, kubeconfigSecret: string | undefined): Reach
  /** Ends everything that is held for a platform: it is gone. */
  forget(platform: PlatformName): void
  /** All PodDisruptionBudgets; `undefined` while the cluster cannot be seen. */
  budgets(platform: PlatformName, signal: AbortSignal): Promise<readonly Budget[] | undefined>
  /**
   * Everything in the cluster that stands for something in AWS which the cluster's end would leave behind: load balancers, EBS
   * volumes, machines that no node group of ours made. `undefined` while the cluster cannot be seen.
   */
  holding(platform: PlatformName, signal: AbortSignal): Promise<readonly Held[] | undefined>
  /** Asks the cluster to let go. What is gone already, or cannot be asked at the moment, is no error: look again. */
  letGo(platform: PlatformName, releases: readonly Release[], signal: AbortSignal): Promise<void>
}
