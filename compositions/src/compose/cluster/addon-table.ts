import type { AddonName } from '@taskplatform/crds/releases'
import type { ServiceAccount } from '../workload-trust.ts'

/** An EKS add-on of every cluster. */
export type AddonEntry = Readonly<{
  name: AddonName
  /**
   * `before` the nodes: a node is not ready without them, and they are content without nodes. `after`: they are not content
   * before there is a node to run on.
   */
  when: 'before' | 'after'
  configuration?: Readonly<Record<string, unknown>>
  /** Rights in AWS, if it needs any. */
  identity?: ServiceAccount & Readonly<{ policy: string }>
}>

/** The add-ons in the order in which they are told. Names of configuration values are those of `describe-addon-configuration`. */
export const addonTable: readonly AddonEntry[] = [
  {
    name: 'vpc-cni',
    when: 'before',
    // a string in the add-on's own schema
    configuration: { enableNetworkPolicy: 'true' },
    identity: { namespace: 'kube-system', serviceAccount: 'aws-node', policy: 'AmazonEKS_CNI_Policy' },
  },
  { name: 'kube-proxy', when: 'before' },
  { name: 'eks-pod-identity-agent', when: 'before' },
  { name: 'coredns', when: 'after' },
  {
    name: 'aws-ebs-csi-driver',
    when: 'after',
    identity: {
      namespace: 'kube-system',
      serviceAccount: 'ebs-csi-controller-sa',
      policy: 'service-role/AmazonEBSCSIDriverPolicy',
    },
  },
  { name: 'metrics-server', when: 'after' },
  { name: 'kube-state-metrics', when: 'after' },
  { name: 'prometheus-node-exporter', when: 'after' },
]
