/**
 * Milliseconds that a kubelet waits before it starts a container for the `exits`-th time again (from 1) after it ran for `ranMs`:
 * at once, then 10 s, doubling up to 5 minutes, and from the beginning after ten minutes without an exit.
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
 */
export const restartDelayMs = (exits: number, ranMs: number): number => {
  if (exits <= 1 || ranMs >= 600_000) return 0
  return Math.min(10_000 * 2 ** (exits - 2), 300_000)
}
