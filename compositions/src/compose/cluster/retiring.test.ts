import { expect, test } from 'vitest'
import { group, productionCluster } from '../../../test/clusters.ts'
import { settled } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'

const live = productionCluster({ nodeGroups: [group('general'), group('batch')] })
const retiring = { ...live, spec: { ...live.spec, deletionProtection: false, retiring: true } }
const rounds = roundsOf(retiring, settled(live).observed)

const made = (round: number, prefix: string) =>
  Object.keys(rounds.at(round)?.composition.resources ?? {}).filter((key) => key.startsWith(prefix))

test('first the add-ons that run on nodes go', () => {
  expect(made(0, 'addon-').filter((key) => !key.includes('role'))).toEqual([
    'addon-vpc-cni',
    'addon-kube-proxy',
    'addon-eks-pod-identity-agent',
  ])
  expect(made(0, 'node-group-')).toHaveLength(2)
})

test('then the nodes, whose launch templates stay until they are gone', () => {
  expect(made(1, 'node-group-')).toEqual([])
  expect(made(1, 'launch-template-')).toHaveLength(2)
  expect(made(2, 'launch-template-')).toEqual([])
})

test('the cluster, its kubeconfig and who may use it stay, unprotected, and the layer is ready to be deleted', () => {
  const { composition } = rounds.at(-1) as (typeof rounds)[number]
  expect(composition.ready).toBe(true)
  expect(composition.resources['cluster']?.resource.spec.forProvider).toMatchObject({ deletionProtection: false })
  expect(composition.status['deletionProtection']).toBe(false)
  expect(Object.keys(composition.resources)).toEqual(expect.arrayContaining(['cluster-auth', 'key', 'node-role']))
})

test('until add-ons and nodes are gone the layer is not ready: deleting the cluster would be refused', () => {
  const unprotected = { ...live, spec: { ...live.spec, deletionProtection: false } }
  const messages = roundsOf(retiring, settled(unprotected).observed).map(
    ({ composition }) => composition.conditions[0]?.message,
  )
  expect(messages.slice(0, 3)).toEqual([
    'Waiting for the add-ons that run on nodes to be gone, the nodes to be gone',
    'Waiting for the nodes to be gone',
    'All managed resources are ready',
  ])
})

test('called off, everything comes back', () => {
  const back = settled(live, rounds.at(-1)?.observed).composition
  expect(back.ready).toBe(true)
  expect(Object.keys(back.resources).sort()).toEqual(Object.keys(settled(live).composition.resources).sort())
})
