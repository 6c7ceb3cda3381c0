import type { KubeClient } from '../../src/kube/client.ts'
import type { Resource } from '../../src/kube/resource.ts'

const flowControl = (kind: string, plural: string): Resource => ({
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind,
  plural,
  namespaced: false,
})

const levels = flowControl('PriorityLevelConfiguration', 'prioritylevelconfigurations')
const schemas = flowControl('FlowSchema', 'flowschemas')
const name = 'bench-refuse'

/**
 * Makes the API server answer every new request of these accounts with 429 and `Retry-After`, by its own flow control: a level
 * without any share. Returns once a request of theirs would be refused, with the way back.
 */
export const refuseAll = async (
  client: KubeClient,
  accounts: readonly Readonly<{ name: string; namespace: string }>[],
  signal: AbortSignal,
): Promise<() => Promise<void>> => {
  const options = { fieldManager: 'bench', force: true, signal }
  const limited = {
    nominalConcurrencyShares: 0,
    lendablePercent: 0,
    borrowingLimitPercent: 0,
    limitResponse: { type: 'Reject' },
  }
  await client.apply(levels, object(levels, { type: 'Limited', limited }), options)
  await client.apply(schemas, object(schemas, schemaFor(accounts)), options)
  return async () => {
    await client.remove(schemas, { name }, { signal })
    await client.remove(levels, { name }, { signal })
  }
}

const object = ({ group, version, kind }: Resource, spec: object) => ({
  apiVersion: `${group}/${version}`,
  kind,
  metadata: { name },
  spec,
})

const schemaFor = (accounts: readonly Readonly<{ name: string; namespace: string }>[]) => ({
  priorityLevelConfiguration: { name },
  // before all that come with Kubernetes, but for `exempt`
  matchingPrecedence: 2,
  distinguisherMethod: { type: 'ByUser' },
  rules: [
    {
      subjects: accounts.map((serviceAccount) => ({ kind: 'ServiceAccount', serviceAccount })),
      resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] }],
      nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
    },
  ],
})
