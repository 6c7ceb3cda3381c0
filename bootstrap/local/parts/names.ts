/** The parts of the local stack, in the order in which they start; they stop in the reverse order. */
export const partNames = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'install',
  'function',
  'crossplane',
  'twin',
  'operator',
] as const

/** One part: all are processes except `install`, which puts CRDs and compositions into the API server and ends. */
export type PartName = (typeof partNames)[number]
