/** Kubernetes versions that EKS offers for new clusters, oldest first. */
export const kubernetesVersions = ['1.32', '1.33', '1.34', '1.35', '1.36'] as const

/** The version of a cluster that asks for none. */
export const defaultKubernetesVersion = '1.36'

/** When and where the list was read. */
export const kubernetesVersionsSource = {
  asOf: '2026-11-24',
  source: 'endoflife.date product amazon-eks, data of 2026-08-22; 1.31 is left out two days before its end',
} as const

/** The minor number of `1.36`; NaN for what is no version. */
export const minorOf = (version: unknown): number => Number(/^1\.(\d+)$/.exec(String(version))?.[1] ?? Number.NaN)
