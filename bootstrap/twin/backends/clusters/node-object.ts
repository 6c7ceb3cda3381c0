import type { Instance } from '../../kinds/eks/instances.ts'
import { isArm, sizeOf } from '../../kinds/eks/machines.ts'

/** One node of a cluster: a machine of a node group. */
export type NodeSpec = Instance &
  Readonly<{
    region: string
    group: string
    version: string
    /** `ON_DEMAND` or `SPOT` */
    capacityType: string
    amiType: string
    labels: Readonly<Record<string, string>>
    taints: readonly Readonly<{ key: string; value?: string; effect: string }>[]
  }>

/** The label by which EKS marks the nodes of a group. */
export const groupLabel = 'eks.amazonaws.com/nodegroup'

/** What the kubelet of a machine would register, with the marks of AWS and EKS; its conditions come from kwok. */
export const nodeObject = (node: NodeSpec) => {
  const resources = resourcesOf(node.type)
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: nodeName(node), labels: nodeLabels(node) },
    spec: { providerID: `aws:///${node.zone}/${node.id}`, taints: node.taints },
    status: {
      addresses: [
        { type: 'InternalIP', address: node.address },
        { type: 'Hostname', address: nodeName(node) },
      ],
      capacity: resources,
      allocatable: resources,
      nodeInfo: {
        architecture: archOf(node.type),
        bootID: '',
        containerRuntimeVersion: 'containerd://2.1.4',
        kernelVersion: '6.12.46-66.121.amzn2023',
        kubeProxyVersion: '',
        kubeletVersion: `v${node.version}.1-eks-twin`,
        machineID: node.id,
        operatingSystem: 'linux',
        osImage: node.amiType.startsWith('BOTTLEROCKET') ? 'Bottlerocket OS (aws-k8s)' : 'Amazon Linux 2023',
        systemUUID: node.id,
      },
    },
  }
}

/** Named by the machine, as with names by resource in AWS: names by address could meet. */
export const nodeName = ({ id, region }: Pick<NodeSpec, 'id' | 'region'>): string => `${id}.${region}.compute.internal`

/** The user's labels, and those of Kubernetes, AWS and EKS. */
export const nodeLabels = (node: NodeSpec): Readonly<Record<string, string>> => ({
  ...node.labels,
  [groupLabel]: node.group,
  'eks.amazonaws.com/capacityType': node.capacityType,
  'kubernetes.io/arch': archOf(node.type),
  'kubernetes.io/hostname': nodeName(node),
  'kubernetes.io/os': 'linux',
  'node.kubernetes.io/instance-type': node.type,
  'topology.kubernetes.io/region': node.region,
  'topology.kubernetes.io/zone': node.zone,
})

const archOf = (type: string): 'arm64' | 'amd64' => (isArm(type) ? 'arm64' : 'amd64')

const resourcesOf = (type: string) => {
  const { cpus, memoryGiB, pods } = sizeOf(type)
  return { cpu: String(cpus), memory: `${memoryGiB}Gi`, pods: String(pods), 'ephemeral-storage': '50Gi' }
}
