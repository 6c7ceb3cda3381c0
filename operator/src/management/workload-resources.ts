import type { Resource } from '../kube/resource.ts'

/** What we read and delete in workload clusters. */
/** Only by name, and only in the management cluster: where a kubeconfig lies. */
export const secrets = core('Secret', 'secrets', true)
export const services = core('Service', 'services', true)
export const persistentVolumes = core('PersistentVolume', 'persistentvolumes', false)
export const persistentVolumeClaims = core('PersistentVolumeClaim', 'persistentvolumeclaims', true)
export const nodes = core('Node', 'nodes', false)
export const pods = core('Pod', 'pods', true)
export const ingresses = grouped('networking.k8s.io', 'v1', 'Ingress', 'ingresses', true)
export const budgets = grouped('policy', 'v1', 'PodDisruptionBudget', 'poddisruptionbudgets', true)
export const statefulSets = grouped('apps', 'v1', 'StatefulSet', 'statefulsets', true)
/** Of Karpenter 1. */
export const nodePools = grouped('karpenter.sh', 'v1', 'NodePool', 'nodepools', false)

function core(kind: string, plural: string, namespaced: boolean): Resource {
  return grouped('', 'v1', kind, plural, namespaced)
}

function grouped(group: string, version: string, kind: string, plural: string, namespaced: boolean): Resource {
  return { group, version, kind, plural, namespaced }
}
