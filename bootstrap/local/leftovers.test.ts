import { expect, test } from 'vitest'
import { inOrderToEnd } from './leftovers.ts'

test.each([
  {
    why: 'the supervisor ends first, so that it restarts nothing, and etcd last',
    found: ['etcd', 'operator', 'supervisor', 'kube-apiserver', 'twin'],
    order: ['supervisor', 'operator', 'twin', 'kube-apiserver', 'etcd'],
  },
  {
    why: 'children of parts whose name we do not know end before the parts',
    found: ['etcd', 'somebody', 'kube-apiserver'],
    order: ['somebody', 'kube-apiserver', 'etcd'],
  },
])('$why', ({ found, order }) => {
  expect(inOrderToEnd(found.map((part) => ({ part }))).map(({ part }) => part)).toEqual(order)
})
