import type { kubernetesVersions } from './spec/cluster.ts'

/** EKS add-ons that every cluster gets. */
export const addonNames = [
  'vpc-cni',
  'kube-proxy',
  'eks-pod-identity-agent',
  'coredns',
  'aws-ebs-csi-driver',
  'metrics-server',
  'kube-state-metrics',
  'prometheus-node-exporter',
] as const

/** Name of an EKS add-on that we make. */
export type AddonName = (typeof addonNames)[number]

/** A Kubernetes version that the release is tested with. */
export type KubernetesVersion = (typeof kubernetesVersions)[number]

/**
 * When and where the table below was taken from.
 *
 * `read` were seen as versions of the project itself; `remembered` are from memory and were not looked up; of both, the build
 * that EKS offers (`-eksbuild.N`) is from memory. `aws eks describe-addon-versions --kubernetes-version 1.36` lists what there
 * is; a version that is not there is refused by EKS by name, and `addonVersions` of a cluster overrides ours.
 */
export const addonVersionsSource = {
  asOf: '2026-11-24',
  source: 'https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html',
  read: ['vpc-cni', 'aws-ebs-csi-driver', 'metrics-server'],
  remembered: ['kube-proxy', 'coredns', 'eks-pod-identity-agent', 'kube-state-metrics', 'prometheus-node-exporter'],
} as const satisfies Readonly<{ asOf: string; source: string; read: AddonName[]; remembered: AddonName[] }>

/** Those whose version does not follow Kubernetes: EKS moves add-ons by one minor version at a time too. */
const steady = {
  'vpc-cni': 'v1.22.4-eksbuild.1',
  'eks-pod-identity-agent': 'v1.3.10-eksbuild.2',
  'aws-ebs-csi-driver': 'v1.64.0-eksbuild.1',
  'metrics-server': 'v0.8.1-eksbuild.1',
  'kube-state-metrics': 'v2.18.0-eksbuild.1',
  'prometheus-node-exporter': 'v1.10.2-eksbuild.1',
} as const

/** Add-on versions of release 2026.11 for each Kubernetes version that it is tested with. */
export const addonVersionsOf: Readonly<Record<KubernetesVersion, Readonly<Record<AddonName, string>>>> = {
  '1.34': { ...steady, 'kube-proxy': 'v1.34.6-eksbuild.2', coredns: 'v1.12.4-eksbuild.1' },
  '1.35': { ...steady, 'kube-proxy': 'v1.35.3-eksbuild.2', coredns: 'v1.13.2-eksbuild.1' },
  '1.36': { ...steady, 'kube-proxy': 'v1.36.1-eksbuild.2', coredns: 'v1.14.2-eksbuild.1' },
}
