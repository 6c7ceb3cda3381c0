import type { KubeClient } from '@taskplatform/operator/kube/client'
import { isAlreadyExists } from '@taskplatform/operator/kube/errors'
import type { Resource } from '@taskplatform/operator/kube/resource'
import { policyGroup } from '../../kinds/eks/access.ts'
import { accessPolicies } from '../../kinds/eks/access-policy-association.ts'
import { groupLabel, type NodeSpec, nodeLabels, nodeName, nodeObject } from './node-object.ts'

/** Gives the groups of EKS' access policies the rights of Kubernetes' own roles. */
export const bindAccessPolicies = async (client: KubeClient, signal: AbortSignal): Promise<void> => {
  for (const [policy, role] of Object.entries(accessPolicies)) {
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: `eks-access-policy:${policy}` },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: policyGroup(policy) }],
    }
    await client.apply(bindings, binding, { fieldManager, force: true, signal })
  }
}

/** Makes the nodes of a cluster those of its node groups. Nodes that nobody's group made are left alone. */
export const syncNodes = async (
  client: KubeClient,
  wanted: readonly NodeSpec[],
  signal: AbortSignal,
): Promise<void> => {
  const { items } = await client.list<StoredNode>(nodes, { labelSelector: groupLabel }, { signal })
  const there = new Map(items.map((node) => [node.metadata.name, node]))
  const names = new Set(wanted.map(nodeName))
  for (const node of wanted) await bringIn(client, node, there.get(nodeName(node)), signal)
  for (const name of there.keys()) if (!names.has(name)) await client.remove(nodes, { name }, { signal })
}

const nodes: Resource = { group: '', version: 'v1', kind: 'Node', plural: 'nodes', namespaced: false }

const bindings: Resource = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  namespaced: false,
}

const fieldManager = 'eks-twin'

type Taint = NodeSpec['taints'][number]
type StoredNode = Readonly<{
  apiVersion: string
  kind: string
  metadata: Readonly<{ name: string; labels?: Readonly<Record<string, string>> }>
  spec?: Readonly<{ taints?: readonly Taint[] }>
}>

const bringIn = async (
  client: KubeClient,
  node: NodeSpec,
  there: StoredNode | undefined,
  signal: AbortSignal,
): Promise<void> => {
  if (!there) return create(client, node, signal)
  const labels = nodeLabels(node)
  const taints = [...(there.spec?.taints ?? []).filter(isOfKubernetes), ...node.taints]
  const hasLabels = Object.entries(labels).every(([name, value]) => there.metadata.labels?.[name] === value)
  if (hasLabels && JSON.stringify(taints) === JSON.stringify(there.spec?.taints ?? [])) return
  const change = { metadata: { labels }, spec: { taints } }
  await client.mergePatch(nodes, { name: nodeName(node) }, change, { fieldManager, signal })
}

const create = async (client: KubeClient, node: NodeSpec, signal: AbortSignal): Promise<void> => {
  try {
    await client.create(nodes, nodeObject(node), { fieldManager, signal })
  } catch (error) {
    if (!isAlreadyExists(error)) throw error
  }
}

/** Controllers of Kubernetes put these on and take them off. */
const isOfKubernetes = ({ key }: Taint): boolean => key.startsWith('node.kubernetes.io/')
