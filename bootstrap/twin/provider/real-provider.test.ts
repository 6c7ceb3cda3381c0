import { ApiError } from '@taskplatform/operator/kube/errors'
import { expect, test } from 'vitest'
import { refuseBesideRealProvider } from './real-provider.ts'

const { signal } = new AbortController()
const clusterWith = (...packages: string[]) => ({
  list: async () => ({
    items: packages.map((name) => ({ metadata: { name: 'p' }, spec: { package: name } })) as never[],
    resourceVersion: '1',
  }),
})

test.each([
  { why: 'nothing installed', cluster: clusterWith(), throws: false },
  { why: 'another provider', cluster: clusterWith('example.org/upbound/provider-helm:v1'), throws: false },
  {
    why: 'a service of the AWS provider',
    cluster: clusterWith('example.org/upbound/provider-aws-ec2:v2'),
    throws: true,
  },
  { why: 'the family package', cluster: clusterWith('example.org/upbound/provider-family-aws:v2'), throws: true },
  {
    why: 'no Crossplane at all',
    cluster: {
      list: async () => {
        throw new ApiError('no', { status: 404, reason: 'NotFound', causes: [] })
      },
    },
    throws: false,
  },
])('$why', async ({ cluster, throws }) => {
  const refusal = refuseBesideRealProvider(cluster, signal)
  if (throws) await expect(refusal).rejects.toThrow('kubectl delete provider.pkg p')
  else await expect(refusal).resolves.toBeUndefined()
})
